import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from './json';
import { fail, ok } from './result';

describe('the shared vocabulary', () => {
  it('writes equal values as equal text', () => {
    expect(canonicalJson({ b: [1, { d: null, c: undefined }], a: 'x' })).toBe(canonicalJson({ a: 'x', b: [1, { d: null }] }));
    expect(canonicalJson({ b: 1, a: 2 })).toBe('{"a":2,"b":1}');
  });

  it('tells success from failure', () => {
    expect(ok(1)).toEqual({ ok: true, value: 1 });
    expect(fail('no')).toEqual({ ok: false, fault: 'no' });
  });
});
