import { deploymentStatuses, type DeploymentKind, type DeploymentStatus } from '#domain/deployment-status';
import { changesEnvironment, isTerminal } from '#domain/deployment/transitions';
import type { MonitorRecord, RunState } from '../store/monitor';

export type ObservedRun = RunState & { kind: DeploymentKind };

/** Whether an observation of a run says more than the one at hand, whatever the order in which they came. */
export function isNewer(observed: RunState, known: RunState | null): boolean {
  if (!known || observed.number !== known.number) return !known || observed.number > known.number;
  if (isTerminal(observed.status) !== isTerminal(known.status)) return isTerminal(observed.status);
  if (observed.at.getTime() !== known.at.getTime()) return observed.at > known.at;
  return rank(observed.status) > rank(known.status);
}

const rank = (status: DeploymentStatus): number => deploymentStatuses.indexOf(status);

/** What is known of the environment once the run was observed too. An older observation changes nothing. */
export function withRun(monitor: MonitorRecord, { kind, ...run }: ObservedRun): MonitorRecord {
  const next = { ...monitor };
  if (changesEnvironment(kind) && isNewer(run, monitor.deployment)) next.deployment = run;
  if (kind === 'DRIFT_SCAN' && isNewer(run, monitor.scan)) next.scan = run;
  if (run.status === 'SUCCEEDED' && kind === 'APPLY' && run.number > monitor.appliedNumber)
    Object.assign(next, { appliedId: run.id, appliedNumber: run.number });
  if (run.status === 'SUCCEEDED' && kind === 'DESTROY') next.destroyedNumber = Math.max(monitor.destroyedNumber, run.number);
  return next;
}

/** Whether a run is a scan that has found out something. */
export const hasFindings = ({ kind, status }: Pick<ObservedRun, 'kind' | 'status'>): boolean =>
  kind === 'DRIFT_SCAN' && (status === 'SUCCEEDED' || status === 'NO_CHANGES');
