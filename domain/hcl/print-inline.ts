import type { BinaryOperator, Expression, TemplatePart, TraversalStep } from './ast';
import { quote, quotedText } from './print-text';

const BINARY_STRENGTH: Record<BinaryOperator, number> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};
const CONDITIONAL_STRENGTH = 0;
const UNARY_STRENGTH = 7;
const PRIMARY_STRENGTH = 8;

function strengthOf(expression: Expression): number {
  if (expression.kind === 'conditional') return CONDITIONAL_STRENGTH;
  if (expression.kind === 'binary') return BINARY_STRENGTH[expression.operator];
  if (expression.kind === 'unary' || (expression.kind === 'number' && expression.raw.startsWith('-'))) return UNARY_STRENGTH;
  return PRIMARY_STRENGTH;
}

/** Prints an expression on one line, spaced as `terraform fmt` spaces it; parentheses are added where the tree needs them. */
export function printInline(expression: Expression): string {
  switch (expression.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(expression.value);
    case 'number':
      return expression.raw;
    case 'string':
      return quote(expression.value);
    case 'template':
      return `"${printTemplateParts(expression.parts, quotedText)}"`;
    case 'tuple':
      return `[${expression.items.map(printInline).join(', ')}]`;
    case 'object':
      return expression.items.length === 0
        ? '{}'
        : `{ ${expression.items.map(({ key, value }) => `${printObjectKey(key)} = ${printInline(value)}`).join(', ')} }`;
    case 'traversal':
      return expression.root + printSteps(expression.steps);
    case 'relative':
      return printSource(expression.source) + printSteps(expression.steps);
    case 'call':
      return `${expression.name}(${expression.arguments.map(printInline).join(', ')}${expression.expand ? '...' : ''})`;
    case 'unary':
      return expression.operator + operand(expression.operand, UNARY_STRENGTH);
    case 'binary': {
      const strength = BINARY_STRENGTH[expression.operator];
      return `${operand(expression.left, strength)} ${expression.operator} ${operand(expression.right, strength + 1)}`;
    }
    case 'conditional':
      return `${operand(expression.condition, CONDITIONAL_STRENGTH + 1)} ? ${printInline(expression.then)} : ${printInline(expression.otherwise)}`;
    case 'parentheses':
      return `(${printInline(expression.inner)})`;
    case 'for':
      return printFor(expression);
  }
}

const operand = (expression: Expression, strength: number): string =>
  strengthOf(expression) >= strength ? printInline(expression) : `(${printInline(expression)})`;

/** Steps bind to what stands right before them; a literal or an operator before them needs parentheses. */
function printSource(source: Expression): string {
  const needsParentheses =
    source.kind === 'null' || source.kind === 'boolean' || source.kind === 'number' || strengthOf(source) < PRIMARY_STRENGTH;
  return needsParentheses ? `(${printInline(source)})` : printInline(source);
}

function printSteps(steps: readonly TraversalStep[]): string {
  let behindAttributeSplat = false;
  return steps
    .map((step) => {
      if (step.kind === 'splat') {
        behindAttributeSplat = !step.full;
        return step.full ? '[*]' : '.*';
      }
      if (step.kind === 'attribute') return `.${step.name}`;
      // Behind `.*` a bracket would index the whole list, while `.0` indexes each element.
      if (behindAttributeSplat && step.key.kind === 'number' && /^\d+$/.test(step.key.raw)) return `.${step.key.raw}`;
      return `[${printInline(step.key)}]`;
    })
    .join('');
}

/** A bare name, a quoted string, a literal or, for what is computed, a parenthesised expression. */
export function printObjectKey(key: Expression): string {
  const isLiteral =
    key.kind === 'string' ||
    key.kind === 'template' ||
    key.kind === 'parentheses' ||
    key.kind === 'number' ||
    key.kind === 'boolean' ||
    key.kind === 'null';
  const isName = key.kind === 'traversal' && key.steps.length === 0;
  return isLiteral || isName ? printInline(key) : `(${printInline(key)})`;
}

function printFor(loop: Extract<Expression, { kind: 'for' }>): string {
  const names = loop.keyName === null ? loop.valueName : `${loop.keyName}, ${loop.valueName}`;
  const collection = printInline(loop.collection);
  const head = `for ${names} in${collection.startsWith('(') ? '' : ' '}${collection} :`;
  // `terraform fmt` takes a bracket behind a keyword for that of a call or an index.
  const test = loop.condition ? printInline(loop.condition) : null;
  const condition = test === null ? '' : ` if${/^[([]/.test(test) ? '' : ' '}${test}`;
  if (loop.key === null) return `[${head} ${printInline(loop.value)}${condition}]`;
  return `{ ${head} ${printInline(loop.key)} => ${printInline(loop.value)}${loop.grouped ? '...' : ''}${condition} }`;
}

/** Prints the inside of a template; printText escapes literal text for where the template stands. */
export function printTemplateParts(parts: readonly TemplatePart[], printText: (text: string) => string): string {
  return parts
    .map((part, index) => {
      switch (part.kind) {
        case 'text':
          return guardSigil(printText(part.value), parts[index + 1]);
        case 'interpolation':
          return printInterpolation(part.expression);
        case 'if': {
          const otherwise = part.otherwise.length === 0 ? '' : `%{else}${printTemplateParts(part.otherwise, printText)}`;
          return `%{if ${printInline(part.condition)}}${printTemplateParts(part.then, printText)}${otherwise}%{endif}`;
        }
        case 'for': {
          const names = part.keyName === null ? part.valueName : `${part.keyName}, ${part.valueName}`;
          return `%{for ${names} in ${printInline(part.collection)}}${printTemplateParts(part.body, printText)}%{endfor}`;
        }
      }
    })
    .join('');
}

/** Braces are set apart from those of the interpolation, as `terraform fmt` does. */
function printInterpolation(expression: Expression): string {
  const text = printInline(expression);
  return `\${${text.startsWith('{') ? ' ' : ''}${text}${text.endsWith('}') ? ' ' : ''}}`;
}

/** A `$` right before `${` would read as the escape `$${`, so it is written as an interpolation of its own. */
function guardSigil(text: string, next: TemplatePart | undefined): string {
  const sigil = next?.kind === 'interpolation' ? '$' : next && next.kind !== 'text' ? '%' : null;
  return sigil !== null && text.endsWith(sigil) ? `${text.slice(0, -1)}\${"${sigil}"}` : text;
}
