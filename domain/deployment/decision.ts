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
  /** The cost estimate of the plan is in. */
  priced: boolean;
  /** A person has approved it. */
  approved: boolean;
}

/** A hard-mandatory violation, or a mandatory policy that could not be evaluated: nothing on this run clears it. */
export const isBlocked = (verdict: GuardrailVerdict | null): boolean => verdict === 'BLOCKED' || verdict === 'ERRORED';

/** Whether a person has to agree: the environment wants it, the verdict does, or nobody knows what it will cost. */
export const wantsPerson = ({ requiresApproval, verdict, priced }: Checked): boolean => requiresApproval || verdict === 'WARNED' || !priced;

/**
 * Whether everything that stands between the plan and its apply has been cleared. Without a verdict nothing is: a policy
 * engine that is down must not open the gate.
 */
export const isCleared = (run: Checked): boolean =>
  run.verdict !== null &&
  !isBlocked(run.verdict) &&
  !(run.verdict === 'OVERRIDABLE' && !run.overridden) &&
  (run.approved || !wantsPerson(run));

/** Where a run goes once its checks are in, or their deadline has passed. */
export function afterChecks(run: Checked): Extract<DeploymentStatus, 'SUCCEEDED' | 'APPROVED' | 'AWAITING_DECISION'> {
  if (run.kind === 'PLAN') return 'SUCCEEDED';
  return isCleared(run) ? 'APPROVED' : 'AWAITING_DECISION';
}
