import type { EvaluatedResource } from '../../blueprint/evaluated';
import { firstBlock, flagOf, quantityOf } from '../attributes';
import { nodePoolComponents, zoneCount } from '../billing/google-node-pool';
import { hourlyLine } from '../billing/list-model';
import type { PricedComponent } from '../component';
import type { ModelContext, PricingModel } from '../model';

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const { values } = resource;
  if (flagOf(values, 'enable_autopilot')) return [hourlyLine(resource, context, 'Autopilot')];
  const perZone = context.usage.amount('nodes') ?? quantityOf(values, 'initial_node_count', 3);
  const count = perZone && perZone.times(zoneCount(resource));
  return [
    hourlyLine(resource, context, 'Cluster management fee'),
    ...(flagOf(values, 'remove_default_node_pool')
      ? []
      : nodePoolComponents(firstBlock(values, 'node_config'), count, context, ['default_pool'])),
  ];
}

export const googleContainerCluster: PricingModel = { type: 'google_container_cluster', usageKeys: ['nodes'], components };
