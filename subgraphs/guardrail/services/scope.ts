import { userFault, type UserFault } from '#domain/fault';
import { fail, ok, type Result } from '#domain/result';
import { notFound } from '#platform/denial';
import { isId } from '#platform/identifier';
import type { Context } from '../context';
import type { Scope } from '#domain/policy/verdict';

export interface ScopeInput {
  organizationId: string;
  projectId?: string | null;
  environmentId?: string | null;
}

/**
 * Where a decision is to hold, with its owner asked whether that place is one of the organisation's.
 *
 * @throws Denial NOT_FOUND when it is not
 */
export async function scopeOf(
  ctx: Context,
  { organizationId, projectId = null, environmentId = null }: ScopeInput,
): Promise<Result<Scope, UserFault[]>> {
  if (projectId !== null && environmentId !== null)
    return fail([userFault('INVALID_INPUT', 'Give at most one of projectId and environmentId.', ['input', 'environmentId'])]);
  const id = projectId ?? environmentId;
  if (id === null) return ok({ projectId, environmentId });
  if (!isId(id)) throw notFound();
  const owned = projectId !== null ? await ctx.blueprints.project(id, ctx) : await ctx.deployments.environment(id, ctx);
  if (owned.organizationId !== organizationId) throw notFound();
  return ok({ projectId, environmentId });
}
