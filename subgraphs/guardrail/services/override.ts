import { isTerminal } from '#domain/deployment/transitions';
import { userFault, type UserFault } from '#domain/fault';
import type { Verdict } from '#domain/policy/verdict';
import { fail, ok, type Result } from '#domain/result';
import { authorize } from '#platform/authorize';
import { notFound } from '#platform/denial';
import { isId } from '#platform/identifier';
import type { Context } from '../context';
import type { EvaluationRecord } from '../store/evaluation';
import { evaluatedEvent } from './announcement';
import { checkReason, personOf } from './reason';

export interface OverrideViolations {
  deploymentId: string;
  reason: string;
}

const path = ['input', 'deploymentId'];
const nothing = userFault('NOTHING_TO_OVERRIDE', 'The plan has no soft-mandatory violation that stands.', path);

/** What stands against lifting the violations of a verdict. */
const obstacles: Record<Verdict, UserFault | null> = {
  OVERRIDABLE: null,
  PASSED: nothing,
  WARNED: nothing,
  BLOCKED: userFault('NOT_OVERRIDABLE', 'The plan violates a hard-mandatory policy, which nobody can override.', path),
  ERRORED: userFault('NOT_OVERRIDABLE', 'A mandatory policy could not be evaluated: request the deployment again.', path),
};

/** Lifts the soft-mandatory violations of one deployment; the run goes on when nothing else holds it. */
export async function overrideViolations(
  ctx: Context,
  { deploymentId, reason }: OverrideViolations,
): Promise<Result<EvaluationRecord, UserFault[]>> {
  if (!isId(deploymentId)) throw notFound();
  const deployment = authorize(ctx.viewer, 'deployment:approve', await ctx.deployments.deployment(deploymentId, ctx));
  const overriddenById = personOf(ctx.viewer);
  const faults = checkReason(reason);
  if (faults.length) return fail(faults);
  if (isTerminal(deployment.status)) return fail([userFault('ILLEGAL_TRANSITION', `The run is ${deployment.status}.`, path)]);
  const evaluation = await ctx.loaders.planEvaluations.load(deployment.id);
  if (!evaluation) return fail([userFault('ILLEGAL_TRANSITION', `The run is ${deployment.status} and its plan has no verdict yet.`, path)]);
  const obstacle = obstacles[evaluation.verdict];
  if (obstacle) return fail([obstacle]);
  const { id: evaluationId, organizationId } = evaluation;
  return ctx.store.transaction(async (tx) => {
    const override = { evaluationId, organizationId, deploymentId, reason: reason.trim(), overriddenById, overriddenAt: ctx.now() };
    if (!(await tx.overrides.insert(override)))
      return fail([userFault('NOTHING_TO_OVERRIDE', 'The violations of this plan were overridden before.', path)]);
    await tx.announce(evaluatedEvent(evaluation, overriddenById));
    return ok(evaluation);
  });
}
