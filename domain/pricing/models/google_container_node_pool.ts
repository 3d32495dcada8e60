import Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import { firstBlock, quantityOf } from '../attributes';
import { billingRegion } from '../billing-region';
import { nodePoolComponents, zoneCount } from '../billing/google-node-pool';
import type { PricedComponent } from '../component';
import type { ModelContext, PricingModel } from '../model';

/** The pool lies where its cluster does, spread over the zones it names itself, else over the cluster's. */
function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const { values } = resource;
  const cluster = context.referenced('google_container_cluster', 'cluster')[0];
  const named = values.node_locations;
  const zones = Array.isArray(named) && named.length > 0 ? new Big(named.length) : zoneCount(cluster ?? resource);
  const perZone =
    context.usage.amount('nodes') ??
    quantityOf(values, 'node_count', null) ??
    quantityOf(values, 'initial_node_count', minimumNodes(resource));
  const place = cluster ? { ...context, region: billingRegion(cluster) } : context;
  return nodePoolComponents(firstBlock(values, 'node_config'), perZone && perZone.times(zones), place);
}

const minimumNodes = ({ values }: EvaluatedResource): number | null =>
  quantityOf(firstBlock(values, 'autoscaling'), 'min_node_count', 1)?.toNumber() ?? null;

export const googleContainerNodePool: PricingModel = { type: 'google_container_node_pool', usageKeys: ['nodes'], components };
