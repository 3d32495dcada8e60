import type { EventBus } from '#platform/events/bus';
import type { Running } from '#platform/lifecycle';
import type { DomainEvent } from '#platform/subgraph/announce';
import type { Services } from './context';
import { noteCheck } from './services/checks';

/** What the subgraph learns from others: verdicts and estimates about its plans. */
export const startConsumers = (services: Services, bus: EventBus): Promise<Running> =>
  bus.subscribe({
    consumer: 'iac-checks',
    types: ['guardrail.evaluated', 'cost.estimated'],
    handle: (event) => noteCheck(services, event as unknown as DomainEvent<'guardrail.evaluated' | 'cost.estimated'>),
  });
