import type { DomainEvent } from '#platform/subgraph/announce';
import type { Services } from '../context';
import type { NewLogEvent } from '../store/log';
import type { EnvironmentOwners, MonitorRecord } from '../store/monitor';
import type { StoreTransaction } from '../store/store';
import { announceAlerts } from './alert-log';
import { resolveAlerts } from './alert';
import { enqueueFindings, type EndedScan } from './findings';
import { hasFindings, withRun, type ObservedRun } from './run-progress';

export type StatusChanged = DomainEvent<'deployment.status-changed'>;

/**
 * Notes what runs have become: in the log for subscribers, and in what is known of their environments. Once per event, all
 * in one transaction, since the log takes events one transaction after another.
 */
export function noteStatusChanges({ store, now }: Pick<Services, 'store' | 'now'>, events: readonly StatusChanged[]): Promise<void> {
  return store.transaction(async (tx) => {
    const news = await consume(tx, events);
    if (news.length === 0) return;
    const monitors = new Map((await tx.monitors.lock(news.map(ownersOf))).map((one) => [one.environmentId, one]));
    const destroyed: StatusChanged[] = [];
    for (const event of news) {
      const known = monitors.get(event.data.environmentId)!;
      const next = withRun(known, runOf(event));
      monitors.set(next.environmentId, next);
      if (isScanToRead(known, event)) await enqueueFindings(tx, scanOf(event));
      if (leavesNothing(known, next)) destroyed.push(event);
    }
    await tx.monitors.save([...monitors.values()]);
    for (const { data } of destroyed) {
      const resolved = await resolveAlerts(tx, await tx.alerts.lockUnresolved(data.environmentId), now());
      await announceAlerts(tx, resolved, new Date(data.at));
    }
    await tx.log.append(...news.map(logEvent));
  });
}

/** Those that were not noted before, in their order. */
async function consume(tx: Pick<StoreTransaction, 'inbox'>, events: readonly StatusChanged[]): Promise<StatusChanged[]> {
  const byId = new Map(events.map((event) => [event.id, event]));
  const news = await tx.inbox.consumeAll('monitoring', [...byId.keys()]);
  return [...byId.values()].filter((event) => news.has(event.id));
}

const ownersOf = ({
  organizationid: organizationId,
  data: { environmentId, projectId, blueprintId },
}: StatusChanged): EnvironmentOwners => ({
  environmentId,
  organizationId,
  projectId,
  blueprintId,
});

const runOf = ({ data }: StatusChanged): ObservedRun => ({
  id: data.deploymentId,
  kind: data.kind,
  number: data.number,
  status: data.to,
  at: new Date(data.at),
});

const scanOf = ({ organizationid: organizationId, data: { deploymentId, number, environmentId } }: StatusChanged): EndedScan => ({
  deploymentId,
  number,
  environmentId,
  organizationId,
});

const isScanToRead = ({ readNumber }: MonitorRecord, event: StatusChanged): boolean =>
  hasFindings(runOf(event)) && event.data.number > readNumber;

/** Nothing is left that could drift, and a later scan that would say so is refused. */
const leavesNothing = (known: MonitorRecord, { destroyedNumber, readNumber, appliedNumber }: MonitorRecord): boolean =>
  destroyedNumber > Math.max(known.destroyedNumber, readNumber, appliedNumber);

const logEvent = ({ type, organizationid: organizationId, data }: StatusChanged): NewLogEvent => ({
  type,
  organizationId,
  projectId: data.projectId,
  environmentId: data.environmentId,
  deploymentId: data.deploymentId,
  severity: null,
  occurredAt: new Date(data.at),
  payload: data,
});
