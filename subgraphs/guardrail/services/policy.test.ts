import { describe, expect, it } from '@jest/globals';
import { anonymous, serviceViewer } from '#domain/access/can';
import { builtInPolicies } from '../library';
import { findPolicy, searchLibrary, type LibraryFilter } from './policy';

const ctx = { viewer: serviceViewer('o') };
const all = { limit: 100, after: null };
const rulesFor = (filter: LibraryFilter) => searchLibrary(ctx, filter, all).rows.map(({ rule }) => rule);

describe('the policy library', () => {
  it('is filtered by provider', () => {
    expect(rulesFor({ provider: 'GCP' }).every((rule) => rule.startsWith('GCP.'))).toBe(true);
    expect(rulesFor({})).toHaveLength(builtInPolicies.length);
  });

  it('is filtered by a framework with or without its version', () => {
    expect(rulesFor({ framework: 'cis-5.0' })).toContain('AWS.EC2.NO_PUBLIC_SSH');
    expect(rulesFor({ framework: 'CIS' })).toContain('AWS.EC2.NO_PUBLIC_SSH');
    expect(rulesFor({ framework: 'ci' })).toEqual([]);
  });

  it('is searched by words that all occur, in any case and order', () => {
    expect(rulesFor({ search: 'Internet  SSH', provider: 'AWS' })).toEqual(['AWS.EC2.NO_PUBLIC_SSH']);
    expect(rulesFor({ search: 'ssh no-such-word' })).toEqual([]);
  });

  it('refuses an endless search', () => {
    expect(() => rulesFor({ search: 'a'.repeat(201) })).toThrow('search');
  });

  it('is paged in rule order behind the last rule seen', () => {
    const first = searchLibrary(ctx, {}, { limit: 3, after: null });
    const second = searchLibrary(ctx, {}, { limit: 3, after: [first.rows[2]!.rule] });
    expect([...first.rows, ...second.rows].map(({ rule }) => rule)).toEqual(builtInPolicies.slice(0, 6).map(({ rule }) => rule));
    expect(first.hasNextPage).toBe(true);
  });

  it('is for signed-in callers', () => {
    expect(() => searchLibrary({ viewer: anonymous }, {}, all)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
    expect(() => findPolicy({ viewer: anonymous }, builtInPolicies[0]!.id)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });

  it('answers an unknown id as not found', () => {
    expect(() => findPolicy(ctx, 'x')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});
