import { describe, expect, it } from '@jest/globals';
import { refusedBuiltin } from './capabilities';
import { entryModule, readFindings } from './entry';

describe('the findings of a set of rules', () => {
  it('are gathered by one module under the ids of their rules', () => {
    expect(entryModule([{ rule: 'A.B.C', package: 'lintel.a.b' }])).toBe(
      'package lintel.entry\n\ndenied["A.B.C"] := data.lintel.a.b.deny\n\nundecided["A.B.C"] := data.lintel.a.b.undecided\n',
    );
  });

  it('are empty for a rule that said nothing', () => {
    expect(readFindings({ denied: {}, undecided: {} }, ['A'])).toEqual({
      found: [{ rule: 'A', denied: [], undecided: [] }],
      malformed: [],
    });
    expect(readFindings(null, ['A']).found).toHaveLength(1);
  });

  it('have their paths in decimal text', () => {
    const { found } = readFindings({ denied: { A: [{ address: 'x.y', path: ['a', 0], message: 'm' }] } }, ['A']);
    expect(found[0]?.denied).toEqual([{ address: 'x.y', path: ['a', '0'], message: 'm' }]);
  });

  it.each([
    'text',
    [1],
    [{ address: 'x' }],
    [{ address: 'x', message: 1 }],
    [{ address: 'x', message: 'm', path: 'a' }],
    [{ address: 'x', message: 'm', path: [{}] }],
    { a: 1 },
  ])('are malformed when deny is %j, for that rule alone', (deny) => {
    const { found, malformed } = readFindings({ denied: { A: deny } }, ['A', 'B']);
    expect(malformed).toMatchObject([{ rule: 'A' }]);
    expect(found.map(({ rule }) => rule)).toEqual(['B']);
  });
});

describe('a refused built-in', () => {
  it('is recognised in a compile error', () => {
    expect(refusedBuiltin({ code: 'rego_type_error', message: 'undefined function http.send' })).toBe('http.send');
  });

  it('is not seen in other errors', () => {
    expect(refusedBuiltin({ code: 'rego_type_error', message: 'undefined function foo' })).toBeNull();
    expect(refusedBuiltin({ code: 'rego_parse_error', message: 'undefined function http.send' })).toBeNull();
  });
});
