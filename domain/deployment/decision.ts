import type { DeploymentKind, DeploymentStatus } from '../deployment-status';
import type { GuardrailVerdict } from '../events';

/** What is known about a run whose plan is being checked or awaits a decision. */
export interface Checked {
  kind: DeploymentKind;
  requiresApproval: boolean;
  /** null: not evaluated yet. */
  verdict: GuardrailVerdict | null;
  /** Soft-mandatory violations were lifted for this run. */
  overridden: boolean;
  /** A person has approved it. */
  approved: boolean;
}

/** A hard-mandatory violation, or a mandatory policy that could not be evaluated: nothing on this run clears it. */
export const isBlocked = (verdict: GuardrailVerdict | null): boolean => verdict === 'BLOCKED' || verdict === 'ERRORED';

/** Whether a person has to agree: the environment wants it, or the verdict does, or there is no verdict. */
const wantsPerson = ({ requiresApproval, verdict, overridden }: Checked): boolean =>
  requiresApproval || verdict === null || verdict === 'WARNED' || (verdict === 'OVERRIDABLE' && !overridden);

/** Whether everything that stands between the plan and its apply has been cleared. */
export const isCleared = (run: Checked): boolean =>
  !isBlocked(run.verdict) && !(run.verdict === 'OVERRIDABLE' && !run.overridden) && (run.approved || !wantsPerson(run));

/** Where a run goes once its checks are in, or their deadline has passed. */
export function afterChecks(run: Checked): Extract<DeploymentStatus, 'SUCCEEDED' | 'APPROVED' | 'AWAITING_DECISION'> {
  if (run.kind === 'PLAN') return 'SUCCEEDED';
  return isCleared(run) ? 'APPROVED' : 'AWAITING_DECISION';
}
