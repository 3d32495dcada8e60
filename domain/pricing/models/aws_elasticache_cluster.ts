import type { EvaluatedResource } from '../../blueprint/evaluated';
import { choiceOf, quantityOf, textOf } from '../attributes';
import { prepaidRate, reservedOption } from '../billing/aws-compute';
import { usageLine } from '../billing/list-model';
import { component, hoursPerMonth, type PricedComponent } from '../component';
import { findRate } from '../list-price';
import type { ModelContext, PricingModel } from '../model';
import { ownValue } from '../own-value';

const engines: Record<string, string> = { redis: 'Redis', memcached: 'Memcached', valkey: 'Valkey' };

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const { values } = resource;
  if (textOf(values, 'replication_group_id') !== undefined) return [];
  const node = textOf(values, 'node_type');
  const engine = ownValue(engines, choiceOf(values, 'engine', 'memcached'));
  const reserved = reservedOption(context.usage);
  const nodes = quantityOf(values, 'num_cache_nodes', 1);
  const onDemand =
    node && engine
      ? findRate(context, { provider: 'AWS', service: 'AmazonElastiCache', sku: node, component: `Cache node (${engine})` })
      : undefined;
  const rate = reserved ? (reserved.payment === 'All Upfront' ? prepaidRate() : undefined) : onDemand;
  const snapshots = quantityOf(values, 'snapshot_retention_limit', 0);
  return [
    component({
      name: `ElastiCache (${reserved ? 'reserved' : 'on-demand'}, ${node ?? 'unknown'})`,
      unit: 'hours',
      quantity: nodes && nodes.times(hoursPerMonth),
      rate,
    }),
    // The first snapshot is free.
    ...(engine === 'Redis' && snapshots?.gt(1)
      ? [usageLine(resource, context, 'Backup storage', 'GB', context.usage.amount('snapshot_storage_size_gb'))]
      : []),
  ];
}

export const awsElasticacheCluster: PricingModel = {
  type: 'aws_elasticache_cluster',
  usageKeys: ['snapshot_storage_size_gb', 'reserved_instance_term', 'reserved_instance_payment_option'],
  components,
};
