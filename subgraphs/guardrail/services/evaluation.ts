import { can } from '#domain/access/can';
import type { Severity } from '#domain/diagnostic';
import { authorize, requireViewer } from '#platform/authorize';
import { Denial } from '#platform/denial';
import { isId } from '#platform/identifier';
import { pageOf, type Page, type PageRequest } from '#platform/page';
import type { Context } from '../context';
import type { EvaluationRecord } from '../store/evaluation';
import type { ExemptionRecord } from '../store/exemption';
import type { FindingKind, FindingRecord } from '../store/finding';

export type FindingOf = FindingRecord & { evaluation: EvaluationRecord };

export async function findEvaluation(ctx: Pick<Context, 'viewer' | 'loaders'>, id: string): Promise<EvaluationRecord> {
  return authorize(ctx.viewer, 'policy:read', isId(id) ? await ctx.loaders.evaluations.load(id) : null);
}

/** The verdict on a design as of now; it is made when there is none. */
export async function designEvaluationOf(ctx: Pick<Context, 'viewer' | 'loaders'>, revisionId: string): Promise<EvaluationRecord> {
  requireViewer(ctx.viewer);
  return authorize(ctx.viewer, 'policy:read', isId(revisionId) ? await ctx.loaders.designEvaluations.load(revisionId) : null);
}

/** The verdict on a plan; null before it is checked, and for a deployment of another organisation. */
export async function planEvaluationOf(ctx: Pick<Context, 'viewer' | 'loaders'>, deploymentId: string): Promise<EvaluationRecord | null> {
  requireViewer(ctx.viewer);
  const evaluation = isId(deploymentId) ? await ctx.loaders.planEvaluations.load(deploymentId) : undefined;
  return can(ctx.viewer, 'policy:read', evaluation) === 'missing' ? null : authorize(ctx.viewer, 'policy:read', evaluation);
}

/** Findings of an evaluation that the viewer has been shown, most severe first. */
export async function listFindings(
  ctx: Pick<Context, 'loaders'>,
  evaluation: EvaluationRecord,
  kind: FindingKind,
  severity: Severity[] | null,
  request: PageRequest,
): Promise<Page<FindingOf>> {
  if (request.after && !/^\d{1,9}$/.test(request.after[0]!))
    throw new Denial('BAD_USER_INPUT', 'after is not a cursor of this list.', { argument: 'after' });
  const list = { evaluationId: evaluation.id, kind, severity: severity?.length ? severity : null };
  const rows = await ctx.loaders.findings.load({ ...list, request });
  return pageOf(
    rows.map((row) => ({ ...row, evaluation })),
    request,
    () => ctx.loaders.findingCounts.load(list),
  );
}

/** Policies that could not be evaluated; at most as many as there are. */
export async function failuresOf(ctx: Pick<Context, 'loaders'>, evaluation: EvaluationRecord): Promise<FindingOf[]> {
  if (evaluation.errorCount === 0) return [];
  const request = { limit: evaluation.policyIds.length, after: null };
  const rows = await ctx.loaders.findings.load({ evaluationId: evaluation.id, kind: 'ERROR', severity: null, request });
  return rows.map((row) => ({ ...row, evaluation }));
}

export async function exemptionOf(ctx: Pick<Context, 'loaders'>, { exemptionId }: FindingRecord): Promise<ExemptionRecord | null> {
  return exemptionId === null ? null : ((await ctx.loaders.exemptions.load(exemptionId)) ?? null);
}

/** Whether an override of its evaluation lifts a violation: those that block softly, and are not exempted anyway. */
export const isLifted = ({ enforcement, exemptionId }: FindingRecord): boolean => enforcement === 'SOFT_MANDATORY' && exemptionId === null;

/** Who lifted a violation of a plan. */
export async function overriddenBy(ctx: Pick<Context, 'loaders'>, violation: FindingOf): Promise<string | null> {
  if (violation.evaluation.subjectKind !== 'DEPLOYMENT' || !isLifted(violation)) return null;
  return (await ctx.loaders.overrides.load(violation.evaluationId))?.overriddenById ?? null;
}
