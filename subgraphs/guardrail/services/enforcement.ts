import type { UserFault } from '#domain/fault';
import type { Enforcement } from '#domain/policy/verdict';
import { ok, type Result } from '#domain/result';
import { authorize } from '#platform/authorize';
import type { Context } from '../context';
import { findPolicy, policyOf, type PolicyView } from './policy';
import { scopeOf, type ScopeInput } from './scope';

export interface SetPolicyEnforcement extends ScopeInput {
  policyId: string;
  enforcement: Enforcement;
}

/** Says how strictly a rule holds within an organisation, a project or an environment; verdicts on designs follow at once. */
export async function setPolicyEnforcement(ctx: Context, input: SetPolicyEnforcement): Promise<Result<PolicyView, UserFault[]>> {
  const { organizationId } = authorize(ctx.viewer, 'policy:write', { organizationId: input.organizationId });
  const policy = findPolicy(ctx, input.policyId);
  const scope = await scopeOf(ctx, input);
  if (!scope.ok) return scope;
  await ctx.store.settings.put({
    ...scope.value,
    organizationId,
    policyId: policy.id,
    enforcement: input.enforcement,
    setById: ctx.viewer.userId,
    setAt: ctx.now(),
  });
  ctx.loaders.settings.clear(organizationId);
  return ok(policyOf(policy.id, organizationId));
}
