import { serviceViewer } from '#domain/access/can';
import type { CloudEvent } from '#platform/events/event';
import type { EventBus } from '#platform/events/bus';
import { newId } from '#platform/identifier';
import { stopAll, type Running } from '#platform/lifecycle';
import type { DomainEvent } from '#platform/subgraph/announce';
import type { Services } from './context';
import { evaluateRevisions } from './services/design-evaluation';
import { evaluatePlan, PLAN_CONSUMER } from './services/plan-evaluation';

const checked = new Set(['PLAN', 'APPLY', 'DESTROY']);

/** A design is judged as soon as it is saved, a plan as soon as its run is being checked. */
export async function startConsumers(services: Services, bus: EventBus): Promise<Running> {
  const designs = await bus.subscribe({
    consumer: 'guardrail-design',
    types: ['blueprint.revised'],
    // Without an inbox: judging the same design twice finds the first verdict.
    handle: async (event: CloudEvent) => {
      const { organizationid, data } = event as unknown as DomainEvent<'blueprint.revised'>;
      await evaluateRevisions(services, { viewer: serviceViewer(organizationid), requestId: newId() }, [data.revisionId]);
    },
  });
  const plans = await bus.subscribe({
    consumer: PLAN_CONSUMER,
    types: ['deployment.status-changed'],
    handle: async (event: CloudEvent) => {
      const change = event as unknown as DomainEvent<'deployment.status-changed'>;
      if (change.data.to === 'CHECKING' && checked.has(change.data.kind)) await evaluatePlan(services, change);
    },
  });
  return { stop: stopAll([designs, plans]) };
}
