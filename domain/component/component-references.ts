import type { Expression, TemplatePart, TraversalStep } from '../hcl/ast';
import { toJson } from '../hcl/json-syntax';
import { parseExpression, parseTemplate } from '../hcl/parse';
import { isObject, type Json } from '../json';

/** component name -> output name -> Terraform expression. */
export type ComponentOutputs = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** A reference to a component or an output that does not exist. */
export interface UnresolvedReference {
  component: string;
  output: string | null;
}

const mayRefer = /\$\{[^]*\bcomponent\b/;

/**
 * Replaces ${component.<name>.<output>} by what it stands for, at any depth of a value. A reference that leads nowhere is
 * left as it is and reported.
 */
export function resolveComponentReferences(value: Json, outputs: ComponentOutputs, report: (reference: UnresolvedReference) => void): Json {
  if (typeof value === 'string') return mayRefer.test(value) ? resolveText(value, outputs, report) : value;
  if (Array.isArray(value)) return value.map((item) => resolveComponentReferences(item, outputs, report));
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, resolveComponentReferences(item as Json, outputs, report)]),
    );
  return value;
}

function resolveText(text: string, outputs: ComponentOutputs, report: (reference: UnresolvedReference) => void): Json {
  const { expression } = parseTemplate(text);
  return expression ? toJson(rewrite(expression, outputs, report)) : text;
}

function rewrite(expression: Expression, outputs: ComponentOutputs, report: (reference: UnresolvedReference) => void): Expression {
  const inner = (one: Expression): Expression => rewrite(one, outputs, report);
  const steps = (list: TraversalStep[]): TraversalStep[] =>
    list.map((step) => (step.kind === 'index' ? { ...step, key: inner(step.key) } : step));
  switch (expression.kind) {
    case 'traversal':
      return expression.root === 'component'
        ? resolved({ ...expression, steps: steps(expression.steps) }, outputs, report)
        : { ...expression, steps: steps(expression.steps) };
    case 'relative':
      return { ...expression, source: inner(expression.source), steps: steps(expression.steps) };
    case 'template':
      return { ...expression, parts: expression.parts.map((part) => rewritePart(part, inner)) };
    case 'tuple':
      return { ...expression, items: expression.items.map(inner) };
    case 'object':
      return { ...expression, items: expression.items.map(({ key, value }) => ({ key: inner(key), value: inner(value) })) };
    case 'call':
      return { ...expression, arguments: expression.arguments.map(inner) };
    case 'unary':
      return { ...expression, operand: inner(expression.operand) };
    case 'binary':
      return { ...expression, left: inner(expression.left), right: inner(expression.right) };
    case 'conditional':
      return {
        ...expression,
        condition: inner(expression.condition),
        then: inner(expression.then),
        otherwise: inner(expression.otherwise),
      };
    case 'parentheses':
      return { ...expression, inner: inner(expression.inner) };
    case 'for':
      return {
        ...expression,
        collection: inner(expression.collection),
        key: expression.key && inner(expression.key),
        value: inner(expression.value),
        condition: expression.condition && inner(expression.condition),
      };
    default:
      return expression;
  }
}

function rewritePart(part: TemplatePart, inner: (one: Expression) => Expression): TemplatePart {
  const parts = (list: TemplatePart[]): TemplatePart[] => list.map((one) => rewritePart(one, inner));
  switch (part.kind) {
    case 'text':
      return part;
    case 'interpolation':
      return { ...part, expression: inner(part.expression) };
    case 'if':
      return { ...part, condition: inner(part.condition), then: parts(part.then), otherwise: parts(part.otherwise) };
    case 'for':
      return { ...part, collection: inner(part.collection), body: parts(part.body) };
  }
}

function resolved(
  traversal: Extract<Expression, { kind: 'traversal' }>,
  outputs: ComponentOutputs,
  report: (reference: UnresolvedReference) => void,
): Expression {
  const [first, second, ...rest] = traversal.steps;
  const component = first?.kind === 'attribute' ? first.name : '';
  const output = second?.kind === 'attribute' ? second.name : null;
  const known = outputs.get(component);
  const text = known && output !== null && Object.hasOwn(known, output) ? known[output] : undefined;
  const parsed = text === undefined ? null : parseExpression(text).expression;
  if (!parsed || output === null) {
    report({ component, output });
    return traversal;
  }
  // An output may be made of what another component gives; one that comes back to itself is unresolved.
  const expression = text?.includes('component') ? rewrite(parsed, withoutOutput(outputs, component, output), report) : parsed;
  if (rest.length === 0) return expression;
  const place = { start: traversal.start, end: traversal.end };
  const spreads = expression.kind !== 'traversal' || expression.steps.some((step) => step.kind === 'splat');
  if (!spreads) return { ...expression, steps: [...expression.steps, ...rest] };
  // Behind a splat, steps would apply to each element instead of to the list.
  const source: Expression = expression.kind === 'traversal' ? { kind: 'parentheses', inner: expression, ...place } : expression;
  return { kind: 'relative', source, steps: rest, ...place };
}

/** What stays to be referred to while an output is being resolved. */
const withoutOutput = (outputs: ComponentOutputs, component: string, output: string): ComponentOutputs => {
  const { [output]: _left, ...rest } = outputs.get(component) ?? {};
  return new Map([...outputs, [component, rest]]);
};
