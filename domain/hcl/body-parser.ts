import type { AttributeNode, BlockNode, BodyItem } from './ast';
import { parseExpressionAt } from './expression-parser';
import type { Scanner } from './scanner';

/** Parses a whole file. */
export function parseFileBody(scanner: Scanner): BodyItem[] {
  const items = bodyItems(scanner);
  if (!scanner.atEnd) scanner.fail('An attribute or a block is expected here');
  return items;
}

/** Items up to the end of the text or a closing brace, which stays unread. */
function bodyItems(scanner: Scanner): BodyItem[] {
  const items: BodyItem[] = [];
  const attributes = new Set<string>();
  for (;;) {
    scanner.skipBlanks(true);
    if (scanner.atEnd || scanner.at('}')) return items;
    const item = bodyItem(scanner);
    if (item.kind === 'attribute') {
      if (attributes.has(item.name)) scanner.fail(`The attribute ${item.name} is set a second time`, item.start);
      attributes.add(item.name);
    }
    items.push(item);
    expectLineEnd(scanner, item);
  }
}

function expectLineEnd(scanner: Scanner, item: BodyItem): void {
  scanner.skipBlanks(false);
  if (!scanner.atEnd && !scanner.at('\n')) scanner.fail(`A line end is expected behind this ${item.kind}`);
}

function bodyItem(scanner: Scanner): BodyItem {
  const start = scanner.position;
  const name = scanner.identifier() ?? scanner.fail('An attribute or a block is expected here');
  scanner.skipBlanks();
  if (scanner.at('=') && !scanner.at('==')) return attribute(scanner, name, start);
  return block(scanner, name, start);
}

function attribute(scanner: Scanner, name: string, start: number): AttributeNode {
  scanner.position++;
  scanner.skipBlanks();
  const expression = parseExpressionAt(scanner);
  return { kind: 'attribute', name, expression, start, end: scanner.position };
}

function block(scanner: Scanner, type: string, start: number): BlockNode {
  const labels: string[] = [];
  while (!scanner.at('{')) {
    labels.push(blockLabel(scanner));
    scanner.skipBlanks();
  }
  scanner.position++;
  const body = scanner.nested(false, () => blockBody(scanner, start));
  scanner.position++;
  return { kind: 'block', type, labels, body, start, end: scanner.position };
}

function blockLabel(scanner: Scanner): string {
  const start = scanner.position;
  if (!scanner.at('"')) return scanner.identifier() ?? scanner.fail('A block reads: type "label" {, an attribute: name = value');
  const label = parseExpressionAt(scanner);
  if (label.kind !== 'string') return scanner.fail('The label of a block is a plain string', start);
  return label.value;
}

/** Between the braces. On the line of its opening brace a block may hold one attribute, and must then end there too. */
function blockBody(scanner: Scanner, start: number): BodyItem[] {
  scanner.skipBlanks(false);
  if (scanner.at('}')) return [];
  if (!scanner.at('\n') && !scanner.atEnd) {
    const item = bodyItem(scanner);
    if (item.kind !== 'attribute') scanner.fail('A block on one line may hold a single attribute only', item.start);
    scanner.skipBlanks(false);
    if (!scanner.at('}')) scanner.fail('A block that starts with an attribute on its own line ends on that line');
    return [item];
  }
  const items = bodyItems(scanner);
  if (scanner.atEnd) scanner.fail('This block is not closed by }', start);
  return items;
}
