import type { Expression, TemplatePart, TraversalStep } from './ast';

/** A name that an expression looks up, with the attribute names directly behind it: {root: "aws_vpc", names: ["main", "id"]}. */
export interface Reference {
  root: string;
  names: string[];
}

/** Every name an expression takes from its scope, in the order of the text; names bound by `for` are left out. */
export function referencesOf(expression: Expression): Reference[] {
  const found: Reference[] = [];
  collect(expression, new Set(), found);
  return found;
}

function collect(expression: Expression, bound: ReadonlySet<string>, found: Reference[]): void {
  const visit = (inner: Expression | null) => inner && collect(inner, bound, found);
  switch (expression.kind) {
    case 'traversal':
      if (!bound.has(expression.root)) found.push({ root: expression.root, names: leadingNames(expression.steps) });
      return expression.steps.forEach((step) => step.kind === 'index' && visit(step.key));
    case 'relative':
      visit(expression.source);
      return expression.steps.forEach((step) => step.kind === 'index' && visit(step.key));
    case 'template':
      return collectParts(expression.parts, bound, found);
    case 'tuple':
      return expression.items.forEach(visit);
    case 'object':
      for (const { key, value } of expression.items) {
        if (key.kind !== 'traversal' || key.steps.length > 0) visit(key);
        visit(value);
      }
      return;
    case 'call':
      return expression.arguments.forEach(visit);
    case 'unary':
      return void visit(expression.operand);
    case 'binary':
      return [expression.left, expression.right].forEach(visit);
    case 'conditional':
      return [expression.condition, expression.then, expression.otherwise].forEach(visit);
    case 'parentheses':
      return void visit(expression.inner);
    case 'for': {
      visit(expression.collection);
      const inner = withNames(bound, expression);
      for (const part of [expression.key, expression.value, expression.condition]) if (part) collect(part, inner, found);
      return;
    }
    default:
  }
}

function collectParts(parts: readonly TemplatePart[], bound: ReadonlySet<string>, found: Reference[]): void {
  for (const part of parts) {
    if (part.kind === 'interpolation') collect(part.expression, bound, found);
    else if (part.kind === 'if') {
      collect(part.condition, bound, found);
      collectParts([...part.then, ...part.otherwise], bound, found);
    } else if (part.kind === 'for') {
      collect(part.collection, bound, found);
      collectParts(part.body, withNames(bound, part), found);
    }
  }
}

const withNames = (bound: ReadonlySet<string>, names: { keyName: string | null; valueName: string }): ReadonlySet<string> =>
  new Set([...bound, names.valueName, ...(names.keyName === null ? [] : [names.keyName])]);

function leadingNames(steps: readonly TraversalStep[]): string[] {
  const end = steps.findIndex((step) => step.kind !== 'attribute');
  return (end < 0 ? steps : steps.slice(0, end)).flatMap((step) => (step.kind === 'attribute' ? [step.name] : []));
}
