import type { Expression } from './ast';
import type { Scanner } from './scanner';

type ParseExpression = (scanner: Scanner) => Expression;

/** The rest of [for ...] or {for ...}; null, with nothing read, when it is not one. The closing bracket stays unread. */
export function parseFor(scanner: Scanner, start: number, close: ']' | '}', parseExpression: ParseExpression): Expression | null {
  const before = scanner.position;
  if (!scanner.takeKeyword('for')) return null;
  return scanner.nested(true, () => {
    scanner.skipBlanks();
    const first = scanner.identifier();
    if (first === null) {
      scanner.position = before;
      return null;
    }
    scanner.skipBlanks();
    const second = scanner.take(',') ? loopName(scanner) : null;
    if (!scanner.takeKeyword('in')) scanner.fail('A for expression reads: for name in collection : value');
    scanner.skipBlanks();
    const collection = parseExpression(scanner);
    scanner.skipBlanks();
    scanner.expect(':', 'A for expression has a colon behind its collection');
    scanner.skipBlanks();
    const result = forResult(scanner, close, parseExpression);
    scanner.skipBlanks();
    if (!scanner.at(close)) scanner.fail(`This for expression is not closed by ${close}`);
    return { kind: 'for', keyName: second === null ? null : first, valueName: second ?? first, collection, ...result, start, end: start };
  });
}

function loopName(scanner: Scanner): string {
  scanner.skipBlanks();
  const name = scanner.identifier() ?? scanner.fail('A for expression needs a name behind the comma');
  scanner.skipBlanks();
  return name;
}

function forResult(scanner: Scanner, close: ']' | '}', parseExpression: ParseExpression) {
  const first = parseExpression(scanner);
  scanner.skipBlanks();
  const isObject = scanner.take('=>');
  if (isObject !== (close === '}'))
    scanner.fail(close === '}' ? 'A for expression in braces gives key => value' : 'A for expression in brackets gives a value, no key');
  scanner.skipBlanks();
  const value = isObject ? parseExpression(scanner) : first;
  scanner.skipBlanks();
  const grouped = isObject && scanner.take('...');
  scanner.skipBlanks();
  const hasCondition = scanner.takeKeyword('if');
  scanner.skipBlanks();
  const condition = hasCondition ? parseExpression(scanner) : null;
  return { key: isObject ? first : null, value, grouped, condition };
}
