import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../json';
import { emptyScope, evaluate, type Scope } from './evaluate';
import { consoleTable } from './evaluate-console-table';
import { objectFrom } from './functions/conversion';
import { parseExpression } from './parse';
import { UNKNOWN, type Value } from './value';

const scopeOf = (roots: Record<string, Value>): Scope => ({
  resolve: (root) => (root in roots ? { value: roots[root]!, used: 0 } : undefined),
});

function run(text: string, roots: Record<string, Value> = {}) {
  const { expression } = parseExpression(text);
  if (!expression) throw new Error(`does not parse: ${text}`);
  return evaluate(expression, scopeOf(roots));
}

describe('evaluate', () => {
  it.each(consoleTable)('answers as terraform console does: %s', (text, expected) => {
    const { value, diagnostics } = run(text);
    expect(diagnostics).toEqual([]);
    expect(canonicalJson(value)).toBe(canonicalJson(expected));
  });

  const roots = { var: objectFrom([['u', UNKNOWN]]), list: [UNKNOWN, 'b'], map: objectFrom([['a', UNKNOWN]]) };

  it.each([
    ['var.u ? 1 : 2', UNKNOWN],
    ['"x-${var.u}"', UNKNOWN],
    ['var.u + 1', UNKNOWN],
    ['var.u == 1', UNKNOWN],
    ['false && var.u', false],
    ['true || var.u', true],
    ['true && var.u', UNKNOWN],
    ['[for x in var.u : x]', UNKNOWN],
    ['[for x in list : x][1]', 'b'],
    ['[for x in ["a"] : x if var.u]', UNKNOWN],
    ['var.u[*].id', UNKNOWN],
    ['length(list)', 2],
    ['join(",", list)', UNKNOWN],
    ['keys(map)', ['a']],
    ['contains(list, "b")', true],
    ['contains(list, "c")', UNKNOWN],
    ['coalesce("a", var.u)', 'a'],
    ['lookup(map, "a", 1)', UNKNOWN],
    ['jsonencode(map)', UNKNOWN],
    ['try(var.u.x, 1)', UNKNOWN],
    ['can(var.u)', UNKNOWN],
    ['file("/etc/passwd")', UNKNOWN],
    ['timestamp()', UNKNOWN],
    ['merge(map, {b = 1}).b', 1],
    ['"%{ if var.u }a%{ endif }"', UNKNOWN],
  ] as [string, Value][])('carries what is unknown through %s', (text, expected) => {
    expect(run(text, roots)).toEqual({ value: expected, diagnostics: [] });
  });

  it.each([
    '[1][3]',
    '{a = 1}.b',
    'null.x',
    'nosuch(1)',
    'upper()',
    '1 / 0',
    '"a" + 1',
    'undeclared.thing',
    '"${null}"',
    '"${[1]}"',
    '[for x in 5 : x]',
    '{for x in ["a", "a"] : x => 1}',
    'tonumber("x")',
    'cidrsubnet("10.0.0.0/30", 8, 0)',
    'cidrhost("300.0.0.0/8", 1)',
    'jsondecode("{")',
    'format("%d")',
    'regex("(", "a")',
    'regex("x", "a")',
    'try(null.a)',
    'range(5000)',
    'formatdate("XX", "2018-01-02T23:12:01Z")',
  ])('reports what Terraform refuses in %s', (text) => {
    const { value, diagnostics } = run(text);
    expect(value).toBe(UNKNOWN);
    expect(diagnostics).toEqual([expect.objectContaining({ code: 'INVALID_EXPRESSION' })]);
  });

  it('keeps the parts beside a refused one', () => {
    const { value, diagnostics } = run('{ good = 1, bad = [1][7] }');
    expect(value).toEqual(
      objectFrom([
        ['good', 1],
        ['bad', UNKNOWN],
      ]),
    );
    expect(diagnostics).toHaveLength(1);
  });

  it('evaluates neither patterns that can take exponential time nor values without bounds', () => {
    const started = performance.now();
    expect(run(`regex("^(a+)+$", "${'a'.repeat(60)}!")`).value).toBe(UNKNOWN);
    expect(run(`regex("^(a|a)*$", "${'a'.repeat(60)}!")`).value).toBe(UNKNOWN);
    const nested = 'range(1000)';
    expect(run(`[for a in ${nested} : [for b in ${nested} : [for c in ${nested} : c]]]`).value).toBe(UNKNOWN);
    const doubling = `[for x in [1] : ${'['.repeat(30)}x, x${'], 1'.repeat(1)}${']'.repeat(29)}]`;
    expect(run(doubling).diagnostics).toEqual([]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each([
    [
      '^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$',
      'arn:aws:iam:eu-west-1:123456789012:role/very-long-name-of-a-role-for-the-application-in-production',
      5,
    ],
    ['^([a-z]+)-([a-z]+)-([0-9]+)$', `${'a'.repeat(200)}-b-1`, 3],
  ])('evaluates harmless patterns such as %s on long texts', (pattern, text, groups) => {
    expect(run(`regex("${pattern}", "${text}")`).value).toHaveLength(groups);
  });

  it.each([
    ['regex(".*.*.*x", text)', { text: 'a'.repeat(5_000) }],
    ['regex("a*a*$", text)', { text: `${'a'.repeat(50_000)}!` }],
    ['replace(text, "/(x+x+)+y/", "")', { text: 'x'.repeat(50) }],
    ['jsondecode(text)', { text: '['.repeat(50_000) + ']'.repeat(50_000) }],
    ['format("%d", 1e308 * 1e308)', {}],
  ] as [string, Record<string, Value>][])('gives up on %s at once', (text, roots) => {
    const started = performance.now();
    expect(run(text, roots).value).toBe(UNKNOWN);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('treats __proto__ as an ordinary key', () => {
    expect(run('{"__proto__" = {polluted = true}}["__proto__"].polluted').value).toBe(true);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('emptyScope', () => {
  it('declares nothing', () => {
    expect(emptyScope.resolve('var', ['a'])).toBeUndefined();
  });
});
