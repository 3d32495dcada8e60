import { describe, expect, it } from '@jest/globals';
import { valueAt, withoutAbsent, withUnknowns } from './plan-values';

const values = { disk: [{ size: 1 }, { size: 2 }], tags: { a: 'x' } };

describe('valueAt', () => {
  it('reads through lists and objects, and finds nothing that is not their own', () => {
    expect(valueAt(values, 'disk.1.size')).toBe(2);
    expect(valueAt(values, 'tags.a')).toBe('x');
    for (const path of ['disk.2.size', 'disk.length', 'tags.constructor', 'tags.a.b', 'constructor'])
      expect(valueAt(values, path)).toBeUndefined();
  });
});

describe('withUnknowns', () => {
  it('puts values at their paths in a copy and skips paths through nothing', () => {
    const changed = withUnknowns(values, [
      { path: 'disk.0.iops', text: '${a}' },
      { path: 'disk.9.iops', text: '${b}' },
      { path: 'name', text: '${c}' },
    ]);
    expect(changed).toEqual({ disk: [{ size: 1, iops: '${a}' }, { size: 2 }], tags: { a: 'x' }, name: '${c}' });
    expect(values.disk[0]).toEqual({ size: 1 });
  });
});

describe('withoutAbsent', () => {
  it('leaves out nulls and empty lists at every depth, but no false, zero or empty text', () => {
    const written = { a: null, b: [], c: [{ d: null, e: [], f: 0 }], g: false, h: '', i: { j: null } };
    expect(withoutAbsent(written)).toEqual({ c: [{ f: 0 }], g: false, h: '', i: {} });
  });
});
