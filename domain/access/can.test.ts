import { describe, expect, it } from '@jest/globals';
import { anonymous, can, organizationsWith, type Viewer } from './can';
import { roles, roleScopes, scopes } from './role';

const member = (role: (typeof roles)[number]): Viewer => ({
  ...anonymous,
  kind: 'user',
  userId: 'u',
  memberships: [{ organizationId: 'o', role, scopes: [] }],
});

describe('can', () => {
  it('answers every cell of the role table', () => {
    for (const role of roles)
      for (const scope of scopes)
        expect(can(member(role), scope, { organizationId: 'o' })).toBe(roleScopes[role].has(scope) ? 'granted' : 'forbidden');
  });

  it('lets a higher role do all that a lower one may', () => {
    for (let at = 1; at < roles.length; at += 1)
      for (const scope of roleScopes[roles[at - 1]!]) expect(roleScopes[roles[at]!].has(scope)).toBe(true);
  });

  it("treats another organisation's object as missing", () => {
    expect(can(member('OWNER'), 'blueprint:read', { organizationId: 'other' })).toBe('missing');
    expect(can(member('OWNER'), 'blueprint:read', null)).toBe('missing');
  });

  it('tells an anonymous caller to sign in, whatever the object', () => {
    expect(can(anonymous, 'blueprint:read', { organizationId: 'o' })).toBe('unauthenticated');
    expect(can(anonymous, 'blueprint:read', null)).toBe('unauthenticated');
  });

  it('gives an API token its own scopes and nothing else', () => {
    const token: Viewer = { ...anonymous, kind: 'token', memberships: [{ organizationId: 'o', role: null, scopes: ['blueprint:read'] }] };
    expect(can(token, 'blueprint:read', { organizationId: 'o' })).toBe('granted');
    expect(can(token, 'blueprint:write', { organizationId: 'o' })).toBe('forbidden');
    expect(organizationsWith(token, 'blueprint:read')).toEqual(['o']);
    expect(organizationsWith(token, 'cost:read')).toEqual([]);
  });
});
