import { roleScopes, type Role, type Scope } from './role';

export interface ViewerMembership {
  organizationId: string;
  /** null: an API token, whose scopes say what it may do. */
  role: Role | null;
  /** Only for API tokens; a role expands to its scopes. */
  scopes: Scope[];
}

/** Whoever asks: what the gateway found out about the presented credential. */
export interface Viewer {
  kind: 'anonymous' | 'user' | 'token' | 'service';
  /** The person; null for an anonymous caller, an API token without a person, and a service. */
  userId: string | null;
  sessionId: string | null;
  memberships: ViewerMembership[];
  ip: string | null;
  userAgent: string | null;
}

export const anonymous: Viewer = { kind: 'anonymous', userId: null, sessionId: null, memberships: [], ip: null, userAgent: null };

/** A subgraph acting by itself within one organisation, e.g. on an event. */
export const serviceViewer = (organizationId: string): Viewer => ({
  ...anonymous,
  kind: 'service',
  memberships: [{ organizationId, role: 'OWNER', scopes: [] }],
});

/**
 * `unauthenticated`: nobody is signed in. `missing`: the object's organisation is none of the viewer's, which must look
 * exactly like an object that does not exist. `forbidden`: a member, but without the scope.
 */
export type Access = 'granted' | 'unauthenticated' | 'missing' | 'forbidden';

/**
 * The one question about permission.
 *
 * @param scope what the viewer wants to do, e.g. blueprint:write
 * @param owned the object it is about; null when it was not found
 */
export function can(viewer: Viewer, scope: Scope, owned: { organizationId: string } | null | undefined): Access {
  if (viewer.kind === 'anonymous') return 'unauthenticated';
  const membership = owned && viewer.memberships.find((one) => one.organizationId === owned.organizationId);
  if (!membership) return 'missing';
  const granted = membership.role ? roleScopes[membership.role].has(scope) : membership.scopes.includes(scope);
  return granted ? 'granted' : 'forbidden';
}

/** The organisations in which the viewer holds the scope: the filter of every list and every batch look-up. */
export function organizationsWith(viewer: Viewer, scope: Scope): string[] {
  return viewer.memberships.filter((one) => can(viewer, scope, one) === 'granted').map((one) => one.organizationId);
}
