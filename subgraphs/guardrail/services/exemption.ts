import { userFault, type UserFault } from '#domain/fault';
import { fail, ok, type Result } from '#domain/result';
import { authorize } from '#platform/authorize';
import { isId, newId } from '#platform/identifier';
import type { Page, PageRequest } from '#platform/page';
import type { Context } from '../context';
import type { ExemptionRecord } from '../store/exemption';
import { findPolicy } from './policy';
import { checkReason, personOf } from './reason';
import { scopeOf, type ScopeInput } from './scope';

export interface GrantExemption extends ScopeInput {
  policyId: string;
  /** Glob over addresses. */
  address?: string | null;
  reason: string;
  expiresAt: Date;
}

const longestDays = 365;
const longestGlob = 1_000;

function checkGrant({ address, reason, expiresAt }: GrantExemption, now: Date): UserFault[] {
  const faults = checkReason(reason);
  const lastDay = now.getTime() + longestDays * 24 * 3_600_000;
  if (expiresAt.getTime() <= now.getTime() || expiresAt.getTime() > lastDay)
    faults.push(userFault('INVALID_INPUT', `An exemption ends in the future, at most ${longestDays} days ahead.`, ['input', 'expiresAt']));
  if (typeof address === 'string' && (address.trim() === '' || address.length > longestGlob || address.includes('\0')))
    faults.push(
      userFault('INVALID_INPUT', `A pattern of addresses has 1 to ${longestGlob} characters; leave it out for every address.`, [
        'input',
        'address',
      ]),
    );
  return faults;
}

/** Lets violations of one rule through, within a scope and until a date. */
export async function grantExemption(ctx: Context, input: GrantExemption): Promise<Result<ExemptionRecord, UserFault[]>> {
  const { organizationId } = authorize(ctx.viewer, 'policy:write', { organizationId: input.organizationId });
  const grantedById = personOf(ctx.viewer);
  const policy = findPolicy(ctx, input.policyId);
  const faults = checkGrant(input, ctx.now());
  if (faults.length) return fail(faults);
  const scope = await scopeOf(ctx, input);
  if (!scope.ok) return scope;
  const exemption: ExemptionRecord = {
    ...scope.value,
    id: newId(),
    organizationId,
    policyId: policy.id,
    address: input.address?.trim() ?? null,
    reason: input.reason.trim(),
    grantedById,
    grantedAt: ctx.now(),
    expiresAt: input.expiresAt,
    revokedAt: null,
    revokedById: null,
  };
  await ctx.store.exemptions.insert(exemption);
  return ok(exemption);
}

/** Ends an exemption before its time. */
export async function revokeExemption(ctx: Context, exemptionId: string): Promise<Result<ExemptionRecord, UserFault[]>> {
  const exemption = authorize(ctx.viewer, 'policy:write', isId(exemptionId) ? await ctx.loaders.exemptions.load(exemptionId) : null);
  const revokedAt = ctx.now();
  const revoked = await ctx.store.exemptions.revoke(exemption.id, revokedAt, ctx.viewer.userId);
  if (!revoked) return fail([userFault('ALREADY_REVOKED', 'The exemption was revoked before.', ['input', 'exemptionId'])]);
  return ok({ ...exemption, revokedAt, revokedById: ctx.viewer.userId });
}

export function listExemptions(
  ctx: Pick<Context, 'viewer' | 'store'>,
  organizationId: string,
  request: PageRequest,
): Promise<Page<ExemptionRecord>> {
  authorize(ctx.viewer, 'policy:read', { organizationId });
  return ctx.store.exemptions.ofOrganization(organizationId, request);
}
