import type Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import { choiceOf } from '../attributes';
import { hoursPerMonth, type PricedComponent } from '../component';
import type { ModelContext } from '../model';
import type { UsageValues } from '../usage';
import { hourlyLine, usageLine } from './list-model';

export const loadBalancerUsageKeys = ['new_connections', 'active_connections', 'processed_bytes_gb', 'rule_evaluations'] as const;

/** What one capacity unit covers: new connections and evaluations per second, active connections per minute, GB per hour. */
const capacity = {
  application: { new_connections: 25, active_connections: 3000, rule_evaluations: 1000 },
  network: { new_connections: 800, active_connections: 100_000, rule_evaluations: null },
};

/** Billed by the largest of the dimensions. Usage counts per second and minute; processed bytes count per month. */
function capacityUnits(usage: UsageValues, kind: keyof typeof capacity): Big | null {
  const dimensions = Object.entries(capacity[kind]).flatMap(([key, size]) => {
    const amount = usage.amount(key);
    return amount && size !== null ? [amount.div(size)] : [];
  });
  const bytes = usage.amount('processed_bytes_gb');
  const all = bytes ? [...dimensions, bytes.div(hoursPerMonth)] : dimensions;
  return all.reduce<Big | null>((largest, units) => (largest === null || units.gt(largest) ? units : largest), null);
}

/** Application and network load balancers; the list prices are those of aws_lb. */
export function loadBalancerComponents(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const kind = choiceOf(resource.values, 'load_balancer_type', 'application');
  if (kind === 'gateway') return [hourlyLine(resource, context, 'Gateway load balancer', { sku: 'aws_lb' })];
  if (kind === 'unknown') return [hourlyLine(resource, context, 'Load balancer (unknown type)', { sku: 'aws_lb' })];
  const known = kind === 'network' ? 'network' : 'application';
  const name = known === 'network' ? 'Network load balancer' : 'Application load balancer';
  return [
    hourlyLine(resource, context, name, { sku: 'aws_lb' }),
    usageLine(resource, context, 'Load balancer capacity units', 'LCU', capacityUnits(context.usage, known), {
      sku: 'aws_lb',
      facts: { load_balancer_type: known },
    }),
  ];
}
