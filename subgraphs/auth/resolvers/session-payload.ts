import type { UserFault } from '#domain/fault';
import type { Result } from '#domain/result';
import type { Context } from '../context';
import type { SignedIn } from '../services/session';
import { becomeViewer } from '../services/viewer';
import type { OrganizationRecord } from '../store/organization';

/** The SessionPayload of somebody who has signed in, or of why not. */
export async function sessionPayload(ctx: Context, result: Result<SignedIn & { organization?: OrganizationRecord }, UserFault[]>) {
  if (!result.ok) return { session: null, user: null, organization: null, userErrors: result.fault };
  const { session, user, organization = null } = result.value;
  await becomeViewer(ctx, { sessionId: session.sessionId, userId: user.id });
  return { session, user, organization, userErrors: [] };
}
