import type { DeploymentKind } from '#domain/deployment-status';
import type { EventBus } from '#platform/events/bus';
import { stopAll, type Running } from '#platform/lifecycle';
import type { DomainEvent } from '#platform/subgraph/announce';
import type { Services } from './context';
import { adoptSucceeded, estimateChecked, type Moved } from './services/deployment-cost';
import { estimateRevised } from './services/revision-cost';

const planned: ReadonlySet<DeploymentKind> = new Set(['PLAN', 'APPLY', 'DESTROY']);
const changing: ReadonlySet<DeploymentKind> = new Set(['APPLY', 'DESTROY']);

const REVISIONS = 'cost-revisions';
const DEPLOYMENTS = 'cost-deployments';

/** What this subgraph does when others announce. Runs wait for their estimate, so new revisions do not stand in their way. */
export async function startConsumers(services: Services, bus: EventBus): Promise<Running> {
  const subscriptions = await Promise.all([
    bus.subscribe({
      consumer: REVISIONS,
      types: ['blueprint.revised'],
      handle: (event) => estimateRevised(services, event as unknown as DomainEvent<'blueprint.revised'>, REVISIONS),
    }),
    bus.subscribe({
      consumer: DEPLOYMENTS,
      types: ['deployment.status-changed'],
      async handle(event) {
        const moved = event as unknown as Moved;
        const { kind, to } = moved.data;
        if (to === 'CHECKING' && planned.has(kind)) await estimateChecked(services, moved, DEPLOYMENTS);
        if (to === 'SUCCEEDED' && changing.has(kind)) await adoptSucceeded(services, moved, DEPLOYMENTS);
      },
    }),
  ]);
  return { stop: stopAll(subscriptions) };
}
