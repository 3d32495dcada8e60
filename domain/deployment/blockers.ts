import type { DeploymentStatus } from '../deployment-status';
import { isBlocked, wantsPerson, type Checked } from './decision';
import { isTerminal } from './transitions';

export type BlockerKind =
  'QUEUE_POSITION' | 'STATE_LOCK' | 'APPROVAL' | 'GUARDRAIL' | 'BUDGET' | 'INVALID_BLUEPRINT' | 'NO_RUNNER' | 'STALE_PLAN';

/** Why a run cannot advance now, and the mutation that clears it. */
export interface Blocker {
  kind: BlockerKind;
  message: string;
  clearedBy: string | null;
}

export interface RunFacts extends Checked {
  status: DeploymentStatus;
  /** Runs before this one in its environment's queue, the active one included. */
  queuePosition: number;
  /** Holder of the environment's state lock, if it is not this run. */
  lockedBy: string | null;
  /** The environment's target needs an engine that no runner has. */
  noRunner: boolean;
  /** The state has changed since the plan was made. */
  stale: boolean;
}

/** Every reason at once, in the order in which they would be met. */
export function blockersOf(run: RunFacts): Blocker[] {
  if (isTerminal(run.status)) return [];
  const blockers: Blocker[] = [];
  const add = (kind: BlockerKind, message: string, clearedBy: string | null = null): void =>
    void blockers.push({ kind, message, clearedBy });
  if (run.status === 'QUEUED') {
    if (run.noRunner) add('NO_RUNNER', 'No runner has terraform or tofu: put one on the PATH of a runner, or set ENGINE_PATH.');
    if (run.queuePosition > 0)
      add(
        'QUEUE_POSITION',
        `${run.queuePosition} ${run.queuePosition === 1 ? 'run' : 'runs'} of this environment ${run.queuePosition === 1 ? 'goes' : 'go'} first.`,
      );
  }
  if (run.lockedBy && run.status !== 'APPLYING') add('STATE_LOCK', `The state is locked by ${run.lockedBy}.`, 'forceUnlockState');
  if (run.status === 'AWAITING_DECISION') {
    if (run.stale) add('STALE_PLAN', 'The state has changed since this plan was made: request a new deployment.', 'requestDeployment');
    if (run.verdict === null) add('GUARDRAIL', 'The guardrail verdict has not arrived: the run goes on when it does.');
    if (isBlocked(run.verdict)) add('GUARDRAIL', blockedReason(run));
    if (run.verdict === 'OVERRIDABLE' && !run.overridden)
      add('GUARDRAIL', 'The plan violates a soft-mandatory policy.', 'overrideViolations');
    if (!run.approved && wantsPerson(run)) add('APPROVAL', approvalReason(run), 'approveDeployment');
  }
  return blockers;
}

const blockedReason = ({ verdict }: RunFacts): string =>
  verdict === 'ERRORED' ? 'A mandatory policy could not be evaluated.' : 'The plan violates a hard-mandatory policy.';

function approvalReason({ requiresApproval, verdict }: RunFacts): string {
  if (requiresApproval) return 'The environment requires approval.';
  return verdict === 'WARNED'
    ? 'The plan has warnings: a person has to decide.'
    : 'The cost estimate has not arrived: a person has to decide.';
}
