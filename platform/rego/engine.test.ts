import { describe, expect, it } from '@jest/globals';
import { limitMemory } from './engine';

/** Header, an empty custom section, and a memory section with the given limits. */
const moduleWith = (...limits: number[]) =>
  Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0, 2, 1, 0x78, 5, limits.length + 1, 1, ...limits]);

describe('the memory ceiling of an engine', () => {
  it('is added to a memory that has none, and the module stays valid', () => {
    const limited = limitMemory(moduleWith(0, 2), 300);
    expect([...limited.subarray(12)]).toEqual([5, 5, 1, 1, 2, 0xac, 2]);
    expect(WebAssembly.validate(new Uint8Array(limited))).toBe(true);
  });

  it('replaces a maximum, and is never below the minimum', () => {
    expect([...limitMemory(moduleWith(1, 2, 9), 5).subarray(14)]).toEqual([1, 1, 2, 5]);
    expect([...limitMemory(moduleWith(0, 7), 5).subarray(14)]).toEqual([1, 1, 7, 7]);
  });

  it('is refused for a module without a memory, with an odd one, or cut short', () => {
    expect(() => limitMemory(moduleWith(0, 2).subarray(0, 12), 5)).toThrow('no memory of its own');
    expect(() => limitMemory(moduleWith(3, 2, 9), 5)).toThrow('exactly one ordinary memory');
    expect(() => limitMemory(moduleWith(0, 2).subarray(0, 13), 5)).toThrow('no WebAssembly module');
  });
});
