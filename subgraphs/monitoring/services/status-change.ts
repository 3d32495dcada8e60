import type { DomainEvent } from '#platform/subgraph/announce';
import type { Services } from '../context';
import type { StoreTransaction } from '../store/store';
import { announceAlerts, type AlertMove } from './alert-log';
import { resolveAlerts } from './alert';
import { enqueueFindings } from './findings';
import { hasFindings, withRun, type ObservedRun } from './run-progress';

type StatusChanged = DomainEvent<'deployment.status-changed'>;

/** Notes what a run has become: in the log for subscribers, and in what is known of its environment. Once per event. */
export function noteStatusChange({ store, now }: Pick<Services, 'store' | 'now'>, event: StatusChanged): Promise<void> {
  return store.transaction(async (tx) => {
    if (!(await tx.consume('monitoring', event))) return;
    const resolved = await noteRun(tx, event, now());
    const { deploymentId, environmentId, projectId, at } = event.data;
    await announceAlerts(tx, resolved, new Date(at));
    await tx.log.append({
      type: event.type,
      organizationId: event.organizationid,
      projectId,
      environmentId,
      deploymentId,
      severity: null,
      occurredAt: new Date(at),
      payload: event.data,
    });
  });
}

/** @returns the alerts that the run has resolved */
async function noteRun(tx: StoreTransaction, { organizationid: organizationId, data }: StatusChanged, now: Date): Promise<AlertMove[]> {
  const { deploymentId, environmentId, projectId, blueprintId, kind, number, to: status } = data;
  const monitor = await tx.monitors.lock({ environmentId, organizationId, projectId, blueprintId });
  const run: ObservedRun = { id: deploymentId, kind, number, status, at: new Date(data.at) };
  const next = withRun(monitor, run);
  await tx.monitors.save(next);
  if (hasFindings(run) && number > monitor.readNumber) await enqueueFindings(tx, { deploymentId, number, environmentId, organizationId });
  // Nothing is left that could drift, and a later scan that would say so is refused.
  const destroyed =
    next.destroyedNumber > monitor.destroyedNumber &&
    next.destroyedNumber > monitor.readNumber &&
    next.destroyedNumber > monitor.appliedNumber;
  return destroyed ? resolveAlerts(tx, await tx.alerts.lockUnresolved(environmentId), now) : [];
}
