import { describe, expect, it } from '@jest/globals';
import { isId } from '#platform/identifier';
import { builtInPolicies, librarySet, policyById } from './library';

describe('the built-in policies', () => {
  it('have ids that are theirs alone and stay the same from release to release', () => {
    expect(new Set(builtInPolicies.map(({ id }) => id)).size).toBe(builtInPolicies.length);
    expect(builtInPolicies.every(({ id }) => isId(id))).toBe(true);
    expect(builtInPolicies.find(({ rule }) => rule === 'AWS.EC2.NO_PUBLIC_SSH')?.id).toBe('18d9e7d7-2ab9-82d7-8456-0257c5fc78f9');
  });

  it('are found by their ids', () => {
    for (const policy of builtInPolicies) expect(policyById(policy.id)).toBe(policy);
    expect(policyById('__proto__')).toBeUndefined();
  });

  it('block softly when they are critical and advise otherwise', () => {
    for (const { severity, enforcement } of builtInPolicies)
      expect(enforcement).toBe(severity === 'CRITICAL' ? 'SOFT_MANDATORY' : 'ADVISORY');
  });

  it('are in rule order and loaded as one set', () => {
    const rules = builtInPolicies.map(({ rule }) => rule);
    expect(rules).toEqual([...rules].sort());
    expect(librarySet.id).toMatch(/^[0-9a-f]{64}$/);
  });
});
