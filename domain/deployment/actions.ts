import { isBlocked } from './decision';
import { isTerminal } from './transitions';
import type { RunFacts } from './blockers';

/** What a caller may do to a run now; a refusal says why. */
export interface Action {
  name: 'approveDeployment' | 'rejectDeployment' | 'cancelDeployment';
  allowed: boolean;
  reason: string | null;
}

/** null: the state of the run allows it. */
export function refusalToApprove(run: RunFacts): string | null {
  if (run.status !== 'AWAITING_DECISION') return `The run is ${run.status}, not AWAITING_DECISION.`;
  if (run.approved) return 'The run is approved already.';
  if (isBlocked(run.verdict))
    return run.verdict === 'ERRORED' ? 'A mandatory policy could not be evaluated.' : 'A hard-mandatory policy blocks the run.';
  return run.stale ? 'The state has changed since the plan was made (AWAITING_DECISION with STALE_PLAN).' : null;
}

export const refusalToReject = (run: Pick<RunFacts, 'status'>): string | null =>
  run.status === 'AWAITING_DECISION' ? null : `The run is ${run.status}, not AWAITING_DECISION.`;

export const refusalToCancel = (run: Pick<RunFacts, 'status'>): string | null =>
  isTerminal(run.status) ? `The run has ended: it is ${run.status}.` : null;

/** @param may what the caller's scopes allow */
export function actionsOf(run: RunFacts, may: { approve: boolean; cancel: boolean }): Action[] {
  const action = (name: Action['name'], permitted: boolean, refusal: string | null): Action => ({
    name,
    allowed: permitted && refusal === null,
    reason: permitted ? refusal : 'Your role does not allow this.',
  });
  return [
    action('approveDeployment', may.approve, refusalToApprove(run)),
    action('rejectDeployment', may.approve, refusalToReject(run)),
    action('cancelDeployment', may.cancel, refusalToCancel(run)),
  ];
}
