import type { BinaryOperator, Expression, Span, TemplatePart, TraversalStep } from './ast';
import { parseFor } from './for-parser';
import { isDigit, isIdentifierStart, type Scanner } from './scanner';
import { parseTemplateParts } from './template-parser';

/** From the weakest to the strongest; within a level the longer operator comes first. */
const OPERATOR_LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Parses one expression at the scanner's position and leaves the scanner right behind it. */
export function parseExpressionAt(scanner: Scanner): Expression {
  return scanner.nested(scanner.newlineIsBlank, () => conditional(scanner));
}

function conditional(scanner: Scanner): Expression {
  const condition = binary(scanner, 0);
  const end = scanner.position;
  scanner.skipBlanks();
  if (!scanner.take('?')) {
    scanner.position = end;
    return condition;
  }
  scanner.skipBlanks();
  const then = parseExpressionAt(scanner);
  scanner.skipBlanks();
  scanner.expect(':', 'A conditional reads: condition ? value : value');
  scanner.skipBlanks();
  const otherwise = parseExpressionAt(scanner);
  return { kind: 'conditional', condition, then, otherwise, start: condition.start, end: scanner.position };
}

function binary(scanner: Scanner, level: number): Expression {
  const operators = OPERATOR_LEVELS[level];
  if (!operators) return unary(scanner);
  return scanner.chain(
    () => binary(scanner, level + 1),
    (left) => {
      const end = scanner.position;
      scanner.skipBlanks();
      const operator = operators.find((candidate) => scanner.at(candidate));
      if (operator === undefined) {
        scanner.position = end;
        return null;
      }
      scanner.position += operator.length;
      scanner.skipBlanks();
      const right = binary(scanner, level + 1);
      return { kind: 'binary', operator, left, right, start: left.start, end: scanner.position };
    },
  );
}

function unary(scanner: Scanner): Expression {
  const start = scanner.position;
  const isNegation = scanner.at('-');
  if (!isNegation && !(scanner.at('!') && !scanner.at('!='))) return postfix(scanner);
  scanner.position++;
  const operand = scanner.nested(scanner.newlineIsBlank, () => {
    scanner.skipBlanks();
    return unary(scanner);
  });
  const end = scanner.position;
  if (isNegation && operand.kind === 'number' && !operand.raw.startsWith('-'))
    return { kind: 'number', value: -operand.value, raw: `-${operand.raw}`, start, end };
  return { kind: 'unary', operator: isNegation ? '-' : '!', operand, start, end };
}

function postfix(scanner: Scanner): Expression {
  let expression = primary(scanner);
  let behindAttributeSplat = false;
  for (;;) {
    const end = scanner.position;
    if (scanner.newlineIsBlank) scanner.skipBlanks();
    const isIndex = scanner.at('[');
    if (!isIndex && !(scanner.at('.') && !scanner.at('..'))) {
      scanner.position = end;
      return expression;
    }
    const step = isIndex ? bracketStep(scanner) : dotStep(scanner);
    // `a.*.b[0]` is the first of the list: brackets end what an attribute splat applies to each element.
    const steps: TraversalStep[] | null =
      (expression.kind === 'traversal' || expression.kind === 'relative') && !(behindAttributeSplat && isIndex) ? expression.steps : null;
    if (steps) {
      steps.push(step);
      expression.end = scanner.position;
    } else {
      expression = { kind: 'relative', source: expression, steps: [step], start: expression.start, end: scanner.position };
      behindAttributeSplat = false;
    }
    if (step.kind === 'splat') behindAttributeSplat = !step.full;
  }
}

function dotStep(scanner: Scanner): TraversalStep {
  scanner.position++;
  if (scanner.take('*')) return { kind: 'splat', full: false };
  if (isDigit(scanner.code())) {
    const start = scanner.position;
    while (isDigit(scanner.code())) scanner.position++;
    const raw = scanner.text.slice(start, scanner.position);
    return { kind: 'index', key: { kind: 'number', value: Number(raw), raw, start, end: scanner.position } };
  }
  return { kind: 'attribute', name: scanner.identifier() ?? scanner.fail('A dot is followed by an attribute name') };
}

function bracketStep(scanner: Scanner): TraversalStep {
  scanner.position++;
  const step = scanner.nested(true, (): TraversalStep => {
    scanner.skipBlanks();
    const inner: TraversalStep = scanner.take('*') ? { kind: 'splat', full: true } : { kind: 'index', key: parseExpressionAt(scanner) };
    scanner.skipBlanks();
    return inner;
  });
  scanner.expect(']', 'This index is not closed by ]');
  return step;
}

function primary(scanner: Scanner): Expression {
  const code = scanner.code();
  if (code === 34) return quoted(scanner);
  if (code === 40) return parentheses(scanner);
  if (code === 91) return tuple(scanner);
  if (code === 123) return object(scanner);
  if (isDigit(code)) return number(scanner);
  if (isIdentifierStart(code)) return named(scanner);
  if (scanner.at('<<')) return heredoc(scanner);
  return scanner.fail('An expression is expected here');
}

function number(scanner: Scanner): Expression {
  const start = scanner.position;
  const pattern = /\d+(\.\d+)?([eE][+-]?\d+)?/y;
  pattern.lastIndex = start;
  const raw = pattern.exec(scanner.text)?.[0] ?? '';
  scanner.position += raw.length;
  return { kind: 'number', value: Number(raw), raw, start, end: scanner.position };
}

function quoted(scanner: Scanner): Expression {
  const start = scanner.position;
  scanner.position++;
  const parts = parseTemplateParts(scanner, { quoted: true }, parseExpressionAt);
  scanner.position++;
  return templateExpression(parts, null, { start, end: scanner.position });
}

function heredoc(scanner: Scanner): Expression {
  const start = scanner.position;
  scanner.position += 2;
  const indent = scanner.take('-');
  const tag = scanner.identifier() ?? scanner.fail('A heredoc starts with << and a name', start);
  if (scanner.code() === 13) scanner.position++;
  if (scanner.code() !== 10) scanner.fail('The name of a heredoc ends its line');
  scanner.position++;
  const bodyStart = scanner.position;
  while (scanner.text.slice(scanner.position, scanner.lineEnd()).trim() !== tag) {
    scanner.position = scanner.lineEnd() + 1;
    if (scanner.atEnd) scanner.fail(`This heredoc has no line ${tag} that ends it`, start);
  }
  const markerStart = scanner.position;
  const markerEnd = scanner.lineEnd();
  scanner.position = bodyStart;
  const parts = parseTemplateParts(scanner, { quoted: false, offset: markerStart }, parseExpressionAt, indent);
  scanner.position = markerEnd;
  return templateExpression(parts, { tag, indent }, { start, end: markerEnd });
}

/** A heredoc stays a template even without sequences, so that it can be printed as one. */
export function templateExpression(parts: TemplatePart[], heredocForm: { tag: string; indent: boolean } | null, span: Span): Expression {
  const [only] = parts;
  if (heredocForm === null && parts.length === 0) return { kind: 'string', value: '', ...span };
  if (heredocForm === null && parts.length === 1 && only?.kind === 'text') return { kind: 'string', value: only.value, ...span };
  return { kind: 'template', parts, heredoc: heredocForm, ...span };
}

function parentheses(scanner: Scanner): Expression {
  const start = scanner.position;
  scanner.position++;
  const inner = scanner.nested(true, () => {
    scanner.skipBlanks();
    const expression = parseExpressionAt(scanner);
    scanner.skipBlanks();
    return expression;
  });
  scanner.expect(')', 'This parenthesis is not closed by )');
  return { kind: 'parentheses', inner, start, end: scanner.position };
}

function tuple(scanner: Scanner): Expression {
  const start = scanner.position;
  scanner.position++;
  const expression = scanner.nested(true, (): Expression => {
    scanner.skipBlanks();
    const loop = parseFor(scanner, start, ']', parseExpressionAt);
    if (loop) return loop;
    const items: Expression[] = [];
    while (!scanner.at(']')) {
      items.push(parseExpressionAt(scanner));
      scanner.skipBlanks();
      if (scanner.take(',')) scanner.skipBlanks();
      else if (!scanner.at(']')) scanner.fail('The elements of a list are separated by commas');
    }
    return { kind: 'tuple', items, start, end: start };
  });
  scanner.position++;
  return { ...expression, end: scanner.position };
}

function object(scanner: Scanner): Expression {
  const start = scanner.position;
  scanner.position++;
  const expression = scanner.nested(false, (): Expression => {
    scanner.skipBlanks(true);
    const loop = parseFor(scanner, start, '}', parseExpressionAt);
    if (loop) return loop;
    const items: { key: Expression; value: Expression }[] = [];
    while (!scanner.at('}')) {
      if (scanner.atEnd) scanner.fail('This object is not closed by }', start);
      items.push(objectItem(scanner));
    }
    return { kind: 'object', items, start, end: start };
  });
  scanner.position++;
  return { ...expression, end: scanner.position };
}

function objectItem(scanner: Scanner): { key: Expression; value: Expression } {
  const key = parseExpressionAt(scanner);
  scanner.skipBlanks();
  if (!scanner.take('=') && !scanner.take(':')) scanner.fail('An object item reads: key = value');
  scanner.skipBlanks(true);
  const value = parseExpressionAt(scanner);
  scanner.skipBlanks();
  if (!scanner.take(',') && !scanner.at('\n') && !scanner.at('}'))
    scanner.fail('The items of an object are separated by commas or line ends');
  scanner.skipBlanks(true);
  return { key, value };
}

/** A keyword, a reference or a function call. */
function named(scanner: Scanner): Expression {
  const start = scanner.position;
  let name = scanner.identifier() ?? '';
  while (scanner.take('::')) name += `::${scanner.identifier() ?? scanner.fail('A name is expected behind ::')}`;
  const end = scanner.position;
  scanner.skipBlanks();
  if (scanner.at('(')) return call(scanner, name, start);
  scanner.position = end;
  if (name === 'true' || name === 'false') return { kind: 'boolean', value: name === 'true', start, end };
  if (name === 'null') return { kind: 'null', start, end };
  return { kind: 'traversal', root: name, steps: [], start, end };
}

function call(scanner: Scanner, name: string, start: number): Expression {
  scanner.position++;
  let expand = false;
  const parameters = scanner.nested(true, () => {
    const list: Expression[] = [];
    scanner.skipBlanks();
    while (!scanner.at(')')) {
      if (expand) scanner.fail('Only the last argument of a call may be expanded with ...');
      list.push(parseExpressionAt(scanner));
      scanner.skipBlanks();
      expand = scanner.take('...');
      scanner.skipBlanks();
      if (scanner.take(',')) scanner.skipBlanks();
      else if (!scanner.at(')')) scanner.fail('The arguments of a call are separated by commas');
    }
    return list;
  });
  scanner.position++;
  return { kind: 'call', name, arguments: parameters, expand, start, end: scanner.position };
}
