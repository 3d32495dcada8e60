import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BodyItem, Expression } from './ast';
import { bodyOf, expressionOf, withoutSpans } from './generated-trees.fixture';
import { parseExpression, parseFile } from './parse';
import { printBody, printExpression } from './print';

const formatted = (text: string): string => {
  const { file, diagnostics } = parseFile('main.tf', text);
  if (!file) throw new Error(JSON.stringify(diagnostics));
  return printBody(file.body);
};

describe('printBody', () => {
  it('aligns attributes, sets blocks apart and breaks objects', () => {
    expect(formatted('a=1\nlonger = "x"\nb "l" "m" {\n}\nc {\n x = {k=1, "key 2"=[1,2]}\n y=f( a , b... )\n}\nd = 1\n')).toBe(
      'a      = 1\nlonger = "x"\n\nb "l" "m" {}\n\nc {\n  x = {\n    k       = 1\n    "key 2" = [1, 2]\n  }\n  y = f(a, b...)\n}\n\nd = 1\n',
    );
  });

  it('keeps a heredoc as one, with its text untouched', () => {
    const text = 'a = <<EOT\n  $${x} ${var.y} "q"\n\n\tz\\n\nEOT\n';
    expect(formatted(text)).toBe(text);
  });

  it('takes the quotes off a lone interpolation', () => {
    expect(formatted('a = "${var.x}"\nb = ["${f("x")}"]\n')).toBe('a = var.x\nb = [f("x")]\n');
  });

  it('writes what a quoted string cannot hold as escapes', () => {
    const items: BodyItem[] = [
      {
        kind: 'attribute',
        name: 'a',
        expression: { kind: 'string', value: '"\\\n\r\t\u0000${x}%{y}$', start: 0, end: 0 },
        start: 0,
        end: 0,
      },
    ];
    const text = printBody(items);
    expect(text).toBe('a = "\\"\\\\\\n\\r\\t\\u0000$${x}%%{y}$"\n');
    expect(parseFile('x', text).file?.body).toMatchObject([
      { name: 'a', expression: { kind: 'string', value: '"\\\n\r\t\u0000${x}%{y}$' } },
    ]);
  });

  it('reads back as the tree that was printed', () => {
    fc.assert(
      fc.property(bodyOf, (body) => {
        const { file, diagnostics } = parseFile('main.tf', printBody(body));
        expect(diagnostics).toEqual([]);
        expect(withoutSpans(file?.body)).toEqual(withoutSpans(body));
      }),
      { numRuns: 300 },
    );
  });
});

describe('printExpression', () => {
  it('reads back as the tree that was printed', () => {
    fc.assert(
      fc.property(expressionOf, (tree) => {
        const { expression, diagnostics } = parseExpression(printExpression(tree));
        expect(diagnostics).toEqual([]);
        expect(withoutSpans(expression)).toEqual(withoutSpans(tree));
      }),
      { numRuns: 500 },
    );
  });

  it('adds the parentheses that a tree needs', () => {
    const name = (root: string): Expression => ({ kind: 'traversal', root, steps: [], start: 0, end: 0 });
    const sum: Expression = { kind: 'binary', operator: '+', left: name('a'), right: name('b'), start: 0, end: 0 };
    expect(printExpression({ kind: 'binary', operator: '*', left: sum, right: sum, start: 0, end: 0 })).toBe('(a + b) * (a + b)');
    expect(printExpression({ kind: 'relative', source: sum, steps: [{ kind: 'attribute', name: 'x' }], start: 0, end: 0 })).toBe(
      '(a + b).x',
    );
  });
});
