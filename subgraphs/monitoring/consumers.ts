import type { EventBus } from '#platform/events/bus';
import type { Running } from '#platform/lifecycle';
import type { Services } from './context';
import { createGroupCommit } from '#platform/group-commit';
import { noteStatusChanges, type StatusChanged } from './services/status-change';

/** Each batch holds the log's lock for one transaction of a few statements, whatever its size. */
const batch = 200;

/** What the subgraph learns from others: every status that a run reaches. */
export function startConsumers(services: Services, bus: EventBus): Promise<Running> {
  const note = createGroupCommit<StatusChanged>({ most: batch, handle: (events) => noteStatusChanges(services, events) });
  return bus.subscribe({
    consumer: 'monitoring',
    types: ['deployment.status-changed'],
    handle: (event) => note(event as unknown as StatusChanged),
  });
}
