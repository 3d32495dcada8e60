import type { Expression, TemplatePart, TraversalStep } from './ast';

export interface Reference {
  /** aws_vpc.main, data.aws_ami.x, var.x, local.x, module.x, each.key, count.index, self, path.module, terraform.workspace. */
  address: string;
  /** The steps behind the address, e.g. `.id` of aws_vpc.main.id. */
  steps: TraversalStep[];
  root: string;
}

/** How many names behind the root belong to the address; every other root is a resource type with one name. */
const NAMES_BEHIND_ROOT: ReadonlyMap<string, number> = new Map([
  ['data', 2],
  ['ephemeral', 2],
  ['self', 0],
]);

/**
 * All references of an expression in reading order, repeated ones included. Names bound by a for expression or a for
 * directive are not references, and neither is the bare key of an object item. A traversal that names no whole address
 * (a bare resource type) is left out.
 */
export function referencesOf(expression: Expression): Reference[] {
  const found: Reference[] = [];
  visit(expression, new Set(), found);
  return found;
}

type Bound = ReadonlySet<string>;

function visit(expression: Expression, bound: Bound, found: Reference[]): void {
  switch (expression.kind) {
    case 'traversal': {
      const reference = bound.has(expression.root) ? null : referenceOf(expression.root, expression.steps);
      if (reference) found.push(reference);
      return visitSteps(expression.steps, bound, found);
    }
    case 'relative':
      visit(expression.source, bound, found);
      return visitSteps(expression.steps, bound, found);
    case 'template':
      return visitParts(expression.parts, bound, found);
    case 'for':
      return visitFor(expression, bound, found);
    case 'object':
      for (const { key, value } of expression.items) {
        if (!isBareKey(key)) visit(key, bound, found);
        visit(value, bound, found);
      }
      return;
    default:
      for (const child of plainChildren(expression)) visit(child, bound, found);
  }
}

/** A bare name as the key of an object item is that name, not a reference. */
const isBareKey = (key: Expression): boolean => key.kind === 'traversal' && key.steps.length === 0;

function plainChildren(expression: Expression): Expression[] {
  switch (expression.kind) {
    case 'tuple':
      return expression.items;
    case 'call':
      return expression.arguments;
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.then, expression.otherwise];
    case 'parentheses':
      return [expression.inner];
    default:
      return [];
  }
}

function visitSteps(steps: TraversalStep[], bound: Bound, found: Reference[]): void {
  for (const step of steps) if (step.kind === 'index') visit(step.key, bound, found);
}

function visitFor(loop: Extract<Expression, { kind: 'for' }>, bound: Bound, found: Reference[]): void {
  visit(loop.collection, bound, found);
  const inner = withNames(bound, loop.keyName, loop.valueName);
  if (loop.key) visit(loop.key, inner, found);
  visit(loop.value, inner, found);
  if (loop.condition) visit(loop.condition, inner, found);
}

function visitParts(parts: TemplatePart[], bound: Bound, found: Reference[]): void {
  for (const part of parts) {
    if (part.kind === 'interpolation') visit(part.expression, bound, found);
    else if (part.kind === 'if') {
      visit(part.condition, bound, found);
      visitParts(part.then, bound, found);
      visitParts(part.otherwise, bound, found);
    } else if (part.kind === 'for') {
      visit(part.collection, bound, found);
      visitParts(part.body, withNames(bound, part.keyName, part.valueName), found);
    }
  }
}

const withNames = (bound: Bound, keyName: string | null, valueName: string): Bound =>
  new Set([...bound, valueName, ...(keyName === null ? [] : [keyName])]);

function referenceOf(root: string, steps: TraversalStep[]): Reference | null {
  const count = NAMES_BEHIND_ROOT.get(root) ?? 1;
  const names: string[] = [];
  for (const step of steps.slice(0, count)) {
    const name = nameOf(step);
    if (name === null) return null;
    names.push(name);
  }
  if (names.length < count) return null;
  return { address: [root, ...names].join('.'), steps: steps.slice(count), root };
}

/** `local["x"]` means local.x. */
function nameOf(step: TraversalStep): string | null {
  if (step.kind === 'attribute') return step.name;
  return step.kind === 'index' && step.key.kind === 'string' ? step.key.value : null;
}
