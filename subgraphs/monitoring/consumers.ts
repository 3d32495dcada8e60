import type { EventBus } from '#platform/events/bus';
import type { Running } from '#platform/lifecycle';
import type { DomainEvent } from '#platform/subgraph/announce';
import type { Services } from './context';
import { noteStatusChange } from './services/status-change';

/** What the subgraph learns from others: every status that a run reaches. */
export const startConsumers = (services: Services, bus: EventBus): Promise<Running> =>
  bus.subscribe({
    consumer: 'monitoring',
    types: ['deployment.status-changed'],
    handle: (event) => noteStatusChange(services, event as unknown as DomainEvent<'deployment.status-changed'>),
  });
