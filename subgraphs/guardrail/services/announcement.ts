import type { Announcement } from '#platform/subgraph/announce';
import type { EvaluationRecord } from '../store/evaluation';

/** What others learn of an evaluation; of a plan's again when an override lifts its violations. */
export const evaluatedEvent = (evaluation: EvaluationRecord, overriddenBy: string | null = null): Announcement => ({
  type: 'guardrail.evaluated',
  organizationId: evaluation.organizationId,
  subject: evaluation.subjectId,
  data: {
    evaluationId: evaluation.id,
    subjectKind: evaluation.subjectKind,
    subjectId: evaluation.subjectId,
    verdict: evaluation.verdict,
    violations: evaluation.violationCount,
    overriddenBy,
  },
});
