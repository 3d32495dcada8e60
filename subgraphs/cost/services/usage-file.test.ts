import { describe, expect, it } from '@jest/globals';
import { emptyUsage, overridden, usageHash } from './usage-file';

describe('overridden', () => {
  it("lays one call's assumptions over the blueprint's, key by key and group by group", () => {
    const usage = {
      resource_usage: { 'a.b': { requests: 1, disk: { operations: 2, size: 3 } }, 'a.c': { requests: 4 } },
      resource_type_default_usage: { a: { requests: 5 } },
    };
    expect(overridden(usage, { 'a.b': { disk: { operations: 9 } }, 'a.d': { requests: 8 } })).toEqual({
      resource_usage: { 'a.b': { requests: 1, disk: { operations: 9, size: 3 } }, 'a.c': { requests: 4 }, 'a.d': { requests: 8 } },
      resource_type_default_usage: { a: { requests: 5 } },
    });
    expect(usage.resource_usage['a.b'].disk.operations).toBe(2);
  });
});

describe('usageHash', () => {
  it('does not depend on the order of keys', () => {
    expect(usageHash({ resource_usage: { a: { x: 1, y: 2 } } })).toBe(usageHash({ resource_usage: { a: { y: 2, x: 1 } } }));
    expect(usageHash({ resource_usage: { a: { x: 1 } } })).not.toBe(usageHash(emptyUsage));
  });
});
