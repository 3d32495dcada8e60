import type { AttributeNode, BlockNode, BodyItem, Expression } from './ast';
import { escapeSequences, isIdentifier, quote } from './print-text';
import { printInline, printObjectKey, printTemplateParts } from './print-inline';

/** A list is broken into one element per line when it would be longer than this many characters. */
const LIST_WIDTH = 100;

const INDENT = '  ';

/** Prints a body as `terraform fmt` leaves it, with a line end behind each item. Blocks are set apart by an empty line. */
export function printBody(items: readonly BodyItem[], indent = ''): string {
  let text = '';
  let run: AttributeNode[] = [];
  const endRun = (): void => {
    text += alignedLines(
      run.map(({ name, expression }) => [name, printValue(expression, indent)]),
      indent,
    );
    run = [];
  };
  items.forEach((item, index) => {
    if (item.kind === 'attribute') {
      if (items[index - 1]?.kind === 'block') text += '\n';
      run.push(item);
      return;
    }
    endRun();
    if (index > 0) text += '\n';
    text += printBlock(item, indent);
  });
  endRun();
  return text;
}

function printBlock(block: BlockNode, indent: string): string {
  const head = `${indent}${[block.type, ...block.labels.map(quote)].join(' ')} {`;
  if (block.body.length === 0) return `${head}}\n`;
  return `${head}\n${printBody(block.body, indent + INDENT)}${indent}}\n`;
}

/** Prints an expression on one line: the text between `${` and `}` of Terraform's JSON syntax. */
export function printExpression(expression: Expression): string {
  return printInline(expression);
}

/** Lines `name = value`; those of one line each, heredocs among them, that follow each other have their `=` in one column. */
function alignedLines(pairs: readonly (readonly [string, string])[], indent: string): string {
  let text = '';
  let run: (readonly [string, string])[] = [];
  const endRun = (): void => {
    const width = Math.max(0, ...run.map(([name]) => columns(name)));
    for (const [name, value] of run) text += `${indent}${name}${' '.repeat(width - columns(name))} = ${value}\n`;
    run = [];
  };
  for (const pair of pairs) {
    const endsOnItsLine = !pair[1].includes('\n') || pair[1].startsWith('<<');
    if (endsOnItsLine) {
      run.push(pair);
      continue;
    }
    endRun();
    text += `${indent}${pair[0]} = ${pair[1]}\n`;
  }
  endRun();
  return text;
}

const columns = (text: string): number => [...text].length;

/** The value of an attribute or object item: may take several lines, the first of which starts behind `=`. */
function printValue(expression: Expression, indent: string): string {
  switch (expression.kind) {
    case 'object':
      return printObject(expression.items, indent);
    case 'tuple':
      return printTuple(expression.items, indent);
    case 'template': {
      const [only] = expression.parts;
      if (expression.heredoc) return printHeredoc(expression) ?? printInline(expression);
      // `terraform fmt` takes the quotes off a lone interpolation.
      if (expression.parts.length === 1 && only?.kind === 'interpolation') return printValue(only.expression, indent);
      return printInline(expression);
    }
    default:
      return printInline(expression);
  }
}

function printObject(items: readonly { key: Expression; value: Expression }[], indent: string): string {
  if (items.length === 0) return '{}';
  const inner = indent + INDENT;
  const pairs = items.map(({ key, value }) => [printObjectKey(key), printValue(value, inner)] as const);
  return `{\n${alignedLines(pairs, inner)}${indent}}`;
}

function printTuple(items: readonly Expression[], indent: string): string {
  const inner = indent + INDENT;
  const printed = items.map((item) => (item.kind === 'template' && item.heredoc ? printInline(item) : printValue(item, inner)));
  const width = printed.reduce((sum, item) => sum + item.length + 2, 0);
  if (width <= LIST_WIDTH && printed.every((item) => !item.includes('\n'))) return `[${printed.join(', ')}]`;
  return `[\n${printed.map((item) => `${inner}${item},\n`).join('')}${indent}]`;
}

/** null when the text cannot be written as a heredoc: it must end with a line feed and hold no other control character. */
function printHeredoc(template: Extract<Expression, { kind: 'template' }>): string | null {
  const tag = template.heredoc?.tag;
  if (tag === undefined || !isIdentifier(tag)) return null;
  let isPlain = true;
  const content = printTemplateParts(template.parts, (text) => {
    // eslint-disable-next-line no-control-regex -- a heredoc has no escapes for them
    if (/[\u0000-\u0008\u000b-\u001f\u007f\u2028\u2029\ufeff]/.test(text)) isPlain = false;
    return escapeSequences(text);
  });
  const isEmpty = template.parts.length === 0;
  if (!isPlain || !(isEmpty || content.endsWith('\n'))) return null;
  if (content.split('\n').some((line) => line.trim() === tag)) return null;
  return `<<${tag}\n${content}${tag}`;
}
