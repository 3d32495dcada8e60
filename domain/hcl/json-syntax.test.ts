import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../json';
import { fromJson, literalFromJson, literalToJson, toJson } from './json-syntax';
import { parseExpression } from './parse';
import { printBody } from './print';

const jsonOf = (text: string): Json => {
  const { expression } = parseExpression(text);
  if (!expression) throw new Error(`${text} does not parse`);
  return toJson(expression);
};
const hclOf = (value: Json): string =>
  printBody([{ kind: 'attribute', name: 'a', expression: fromJson(value).expression, start: 0, end: 0 }]);

describe('toJson', () => {
  it.each<[string, Json]>([
    ['null', null],
    ['1.50', 1.5],
    ['12345678901234567890', '${12345678901234567890}'],
    ['"$${x} %%{y}"', '$${x} %%{y}'],
    ['aws_vpc.main.id', '${aws_vpc.main.id}'],
    ['"${var.x}"', '${var.x}'],
    ['"a-${var.x}"', 'a-${var.x}'],
    ['[1, { a = cidrsubnet(var.c,8,1), "b c" = true }]', [1, { a: '${cidrsubnet(var.c, 8, 1)}', 'b c': true }]],
    ['{ (var.k) = 1 }', '${{ (var.k) = 1 }}'],
    ['<<E\n$${a} ${b}\nE', '$${a} ${b}\n'],
  ])('turns %s into %j', (text, expected) => {
    expect(jsonOf(text)).toEqual(expected);
  });
});

describe('fromJson', () => {
  it('prints expressions bare, templates quoted and text of several lines as a heredoc', () => {
    expect(hclOf('${aws_vpc.main.id}')).toBe('a = aws_vpc.main.id\n');
    expect(hclOf('x-${var.y}')).toBe('a = "x-${var.y}"\n');
    expect(hclOf('one\ntwo $${x}\nEOT\n')).toBe('a = <<EOT1\none\ntwo $${x}\nEOT\nEOT1\n');
  });

  it('takes a string that does not parse as text and says where it stands', () => {
    const { diagnostics } = fromJson({ tags: ['${'] }, ['x']);
    expect(diagnostics).toMatchObject([{ code: 'HCL_SYNTAX', path: ['x', 'tags', '0'] }]);
    expect(hclOf('${')).toBe('a = "$${"\n');
  });

  it('never makes an expression of a key', () => {
    expect(hclOf({ '${file("/etc/passwd")}': 1 })).toBe('a = {\n  "$${file(\\"/etc/passwd\\")}" = 1\n}\n');
  });

  it('is undone by toJson for every value of plain data', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('${a}', '%{if}', '$${', 'a\nb\n', '\r\n', '"\\', '$'));
    const data = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(text, tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(data, (value) => {
        const expression = literalFromJson(value);
        expect(literalToJson(expression)).toEqual({ ...{ value } }.value);
        expect(toJson(fromJson(toJson(expression)).expression)).toEqual(toJson(expression));
        const printed = parseExpression(printBody([{ kind: 'attribute', name: 'a', expression, start: 0, end: 0 }]).slice(4));
        expect(printed.expression && literalToJson(printed.expression)).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });
});
