import { roleScopes, scopes, type Scope } from '#domain/access/role';
import type { Viewer } from '#domain/access/can';
import { authorize, requireViewer } from '#platform/authorize';
import { Denial, notFound } from '#platform/denial';
import { isId } from '#platform/identifier';
import type { Page, PageRequest } from '#platform/page';
import type { Context, Services } from '../context';
import type { MembershipRecord } from '../store/membership';
import type { OrganizationRecord } from '../store/organization';
import type { SessionRecord } from '../store/session';
import type { UserRecord } from '../store/user';

/** Who a session stands for now; null when it has ended. Asked by the gateway for every credential. */
export async function viewerOfSession(
  { store, now }: Pick<Services, 'store' | 'now'>,
  claim: { sessionId: string; userId: string },
): Promise<Pick<Viewer, 'kind' | 'userId' | 'sessionId' | 'memberships'> | null> {
  if (!isId(claim.sessionId)) return null;
  const session = await store.sessions.byId(claim.sessionId);
  if (!session || session.userId !== claim.userId || session.revokedAt || session.expiresAt <= now()) return null;
  const memberships = await store.memberships.ofUsers([session.userId]);
  return {
    kind: 'user',
    userId: session.userId,
    sessionId: session.id,
    memberships: memberships.map(({ organizationId, role }) => ({ organizationId, role, scopes: [] })),
  };
}

/** Whoever has just signed in sees what is theirs in the rest of the same answer. */
export async function becomeViewer(ctx: Context, claim: { sessionId: string; userId: string }): Promise<void> {
  ctx.viewer = { ...ctx.viewer, ...(await viewerOfSession(ctx, claim)) };
}

export async function currentUser(ctx: Pick<Context, 'viewer' | 'loaders'>): Promise<UserRecord | null> {
  const { userId } = requireViewer(ctx.viewer);
  return userId ? ((await ctx.loaders.users.load(userId)) ?? null) : null;
}

/** Everything the credential may do in at least one organisation. */
export function heldScopes(viewer: Viewer): Scope[] {
  return scopes.filter((scope) =>
    viewer.memberships.some((one) => (one.role ? roleScopes[one.role].has(scope) : one.scopes.includes(scope))),
  );
}

/** By id or slug; without either the only one of the viewer. */
export async function findOrganization(
  ctx: Pick<Context, 'viewer' | 'store' | 'loaders'>,
  which: { id?: string | null; slug?: string | null },
): Promise<OrganizationRecord> {
  const { memberships } = requireViewer(ctx.viewer);
  const { id, slug } = which;
  if (typeof id === 'string' && typeof slug === 'string')
    throw new Denial('BAD_USER_INPUT', 'Give id or slug, not both.', { argument: 'slug' });
  if (typeof slug === 'string') return visible(ctx, slug.includes('\0') ? null : await ctx.store.organizations.bySlug(slug));
  if (typeof id === 'string') return visible(ctx, isId(id) ? await ctx.loaders.organizations.load(id) : null);
  if (memberships.length > 1)
    throw new Denial('BAD_USER_INPUT', 'You belong to several organisations: say which by id or slug.', { argument: 'id' });
  return visible(ctx, memberships[0] && (await ctx.loaders.organizations.load(memberships[0].organizationId)));
}

function visible(ctx: Pick<Context, 'viewer'>, organization: OrganizationRecord | null | undefined): OrganizationRecord {
  authorize(ctx.viewer, 'organization:read', organization && { organizationId: organization.id });
  return organization!;
}

/** The user, if the viewer shares an organisation with them or is them. */
export async function visibleUser(ctx: Pick<Context, 'viewer' | 'loaders'>, userId: string): Promise<UserRecord> {
  const { viewer } = ctx;
  requireViewer(viewer);
  const user = isId(userId) ? await ctx.loaders.users.load(userId) : undefined;
  if (!user) throw notFound();
  return user.id === viewer.userId || (await visibleMemberships(ctx, user)).length > 0 ? user : Promise.reject(notFound());
}

/** Of the user's memberships those in organisations of the viewer, or all of one's own. */
export async function visibleMemberships(
  { viewer, loaders }: Pick<Context, 'viewer' | 'loaders'>,
  user: { id: string },
): Promise<MembershipRecord[]> {
  const all = await loaders.memberships.load(user.id);
  if (user.id === viewer.userId) return all;
  const mine = new Set(viewer.memberships.map((one) => one.organizationId));
  return all.filter((one) => mine.has(one.organizationId));
}

export const membersOf = (
  ctx: Pick<Context, 'viewer' | 'store'>,
  organization: { id: string },
  request: PageRequest,
): Promise<Page<MembershipRecord>> => {
  authorize(ctx.viewer, 'organization:read', { organizationId: organization.id });
  return ctx.store.memberships.ofOrganization(organization.id, request);
};

/** One's own sessions that still live; nobody sees another person's. */
export async function ownSessions(ctx: Pick<Context, 'viewer' | 'store' | 'now'>, user: { id: string }): Promise<SessionRecord[]> {
  if (user.id !== requireViewer(ctx.viewer).userId) throw new Denial('FORBIDDEN', 'Only a person sees their own sessions.');
  return ctx.store.sessions.liveOfUser(user.id, ctx.now());
}
