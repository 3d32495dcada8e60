import type Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import type { JsonObject } from '../../json';
import { blocksOf, choiceOf, firstBlock, flagOf, quantityOf, textOf } from '../attributes';
import { fixedLine, usageLine } from '../billing/list-model';
import { hoursPerMonth, type PricedComponent } from '../component';
import type { ModelContext, PricingModel } from '../model';

const storageUsage: { name: string; unit: string; key: string }[] = [
  { name: 'On-demand backup storage', unit: 'GB', key: 'on_demand_backup_storage_gb' },
  { name: 'Table data restored', unit: 'GB', key: 'monthly_data_restored_gb' },
  { name: 'Streams read request unit (sRRU)', unit: 'sRRUs', key: 'monthly_streams_read_request_units' },
];

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const { values } = resource;
  const { usage } = context;
  const billing = choiceOf(values, 'billing_mode', 'PROVISIONED');
  const onDemand = billing === 'PAY_PER_REQUEST';
  const recovery = flagOf(firstBlock(values, 'point_in_time_recovery'), 'enabled');
  return [
    ...(onDemand
      ? requestUnits(resource, context)
      : billing === 'unknown'
        ? [unknownBilling(resource, context)]
        : capacityUnits(resource, context)),
    usageLine(resource, context, 'Data storage', 'GB', usage.amount('storage_gb')),
    ...(recovery
      ? [usageLine(resource, context, 'Point-In-Time Recovery (PITR) backup storage', 'GB', usage.amount('pitr_backup_storage_gb'))]
      : []),
    ...storageUsage.map(({ name, unit, key }) => usageLine(resource, context, name, unit, usage.amount(key))),
    ...blocksOf(values, 'replica').map((replica) => replicaUnits(replica, onDemand, resource, context)),
  ];
}

/** Neither capacity nor requests are known to be what is paid for. */
const unknownBilling = (resource: EvaluatedResource, context: ModelContext): PricedComponent =>
  fixedLine(resource, context, 'Capacity (billing mode unknown)', 'months', null);

const requestUnits = (resource: EvaluatedResource, context: ModelContext): PricedComponent[] => [
  usageLine(resource, context, 'Write request unit (WRU)', 'WRUs', context.usage.amount('monthly_write_request_units')),
  usageLine(resource, context, 'Read request unit (RRU)', 'RRUs', context.usage.amount('monthly_read_request_units')),
];

/** Provisioned capacity; under autoscaling at least the minimum, and what the usage says beyond that. */
function capacityUnits(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const unit = (kind: 'Write' | 'Read'): PricedComponent => {
    const short = kind === 'Write' ? 'WCU' : 'RCU';
    const minimum = autoscalingMinimum(resource, context, `dynamodb:table:${kind}CapacityUnits`);
    const name = `${kind} capacity unit (${short}`;
    const capacity = quantityOf(resource.values, `${kind.toLowerCase()}_capacity`, 0);
    if (minimum === undefined) return fixedLine(resource, context, `${name})`, short, capacity);
    return usageLine(
      resource,
      context,
      `${name}, autoscaling)`,
      short,
      context.usage.amount(`monthly_${kind.toLowerCase()}_capacity_units`) ?? minimum,
    );
  };
  return [unit('Write'), unit('Read')];
}

function autoscalingMinimum(resource: EvaluatedResource, context: ModelContext, dimension: string): Big | null | undefined {
  const table = textOf(resource.values, 'name');
  const owned = new Set(context.referrers('aws_appautoscaling_target').map((target) => target.address));
  const target = context
    .all('aws_appautoscaling_target')
    .find(
      ({ address, values }) =>
        textOf(values, 'scalable_dimension') === dimension &&
        (owned.has(address) || (table !== undefined && values.resource_id === `table/${table}`)),
    );
  return target && quantityOf(target.values, 'min_capacity', null);
}

/** Writes are repeated in the replica's region at that region's price; a unit of capacity is priced for the month. */
function replicaUnits(replica: JsonObject, onDemand: boolean, resource: EvaluatedResource, context: ModelContext): PricedComponent {
  const region = textOf(replica, 'region_name') ?? 'unknown';
  const place = `Global table (${region})`;
  const options = { path: [place], facts: { path: place } };
  if (!onDemand)
    return fixedLine(
      resource,
      context,
      'Replicated write capacity unit (rWCU)',
      'rWCU',
      quantityOf(resource.values, 'write_capacity', 0),
      options,
    );
  const writes = context.usage.amount('monthly_write_request_units');
  const line = usageLine(
    resource,
    context,
    'Replicated write request unit (rWRU)',
    'rWRU',
    writes && writes.div(hoursPerMonth).round(4),
    options,
  );
  return { ...line, usageBased: writes === null };
}

export const awsDynamodbTable: PricingModel = {
  type: 'aws_dynamodb_table',
  usageKeys: [
    'monthly_write_request_units',
    'monthly_read_request_units',
    'monthly_write_capacity_units',
    'monthly_read_capacity_units',
    'storage_gb',
    'pitr_backup_storage_gb',
    ...storageUsage.map(({ key }) => key),
  ],
  components,
};
