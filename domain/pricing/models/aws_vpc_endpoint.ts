import Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import { choiceOf } from '../attributes';
import { fixedLine, usageLine } from '../billing/list-model';
import { splitTiers, type Tier } from '../billing/tiers';
import { hoursPerMonth, type PricedComponent } from '../component';
import type { ModelContext, PricingModel } from '../model';

const interfaceTiers: Tier[] = [
  { name: 'Data processed (first 1PB)', size: 1_000_000 },
  { name: 'Data processed (next 4PB)', size: 4_000_000 },
  { name: 'Data processed (over 5PB)', size: null },
];

/** Gateway endpoints are free; interface and load balancer endpoints are paid per subnet and hour. */
function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const kind = choiceOf(resource.values, 'vpc_endpoint_type', 'Gateway');
  if (kind === 'Gateway') return [];
  const subnets = resource.values.subnet_ids;
  const count = Array.isArray(subnets) ? Math.max(subnets.length, 1) : subnets === undefined || subnets === null ? 1 : null;
  const hours = count === null ? null : new Big(count).times(hoursPerMonth);
  const amount = context.usage.amount('monthly_data_processed_gb');
  const data =
    kind === 'Interface'
      ? splitTiers(amount, interfaceTiers).map(({ name, quantity }) => usageLine(resource, context, name, 'GB', quantity))
      : [usageLine(resource, context, 'Data processed', 'GB', amount)];
  return [...data, fixedLine(resource, context, `Endpoint (${kind})`, 'hours', hours)];
}

export const awsVpcEndpoint: PricingModel = { type: 'aws_vpc_endpoint', usageKeys: ['monthly_data_processed_gb'], components };
