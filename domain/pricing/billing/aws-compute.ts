import Big from 'big.js';
import { component, hoursPerMonth, type PricedComponent, type Rate } from '../component';
import { findRate, listRate } from '../list-price';
import type { ModelContext } from '../model';
import type { UsageValues } from '../usage';
import { ownValue } from '../own-value';

export const computeUsageKeys = [
  'monthly_hrs',
  'operating_system',
  'reserved_instance_type',
  'reserved_instance_term',
  'reserved_instance_payment_option',
  'monthly_cpu_credit_hrs',
  'vcpu_count',
] as const;

const operatingSystems: Record<string, { label: string; price: string }> = {
  linux: { label: 'Linux/UNIX', price: 'Linux' },
  windows: { label: 'Windows', price: 'Windows' },
  rhel: { label: 'RHEL', price: 'RHEL' },
  suse: { label: 'SUSE', price: 'SUSE' },
};

export interface InstanceUsage {
  path?: string[];
  /** undefined: not known before apply. */
  instanceType: string | undefined;
  tenancy: string;
  spot?: boolean;
  count?: Big | null;
}

/** "1_year" and "no_upfront" of the usage file as the purchase options of the price list; undefined: on demand. */
export function reservedOption(usage: UsageValues): { term: string; payment: string } | undefined {
  const term = usage.text('reserved_instance_term');
  const payment = usage.text('reserved_instance_payment_option');
  if (!term || !payment) return undefined;
  const words = payment.split('_').map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`);
  return { term: `${term.slice(0, 1)}y`, payment: words.join(' ') };
}

/** Paid up front in full: the month costs nothing more, whatever the machine. */
export const prepaidRate = (): Rate => ({ amount: new Big(0), priceId: '' });

/** Hours of one instance type, at the on-demand, reserved or spot price. Dedicated tenancy has prices of its own. */
export function instanceUsage(spec: InstanceUsage, context: ModelContext): PricedComponent {
  const { usage } = context;
  const system = ownValue(operatingSystems, usage.text('operating_system')?.toLowerCase() ?? 'linux') ?? {
    label: 'unknown',
    price: 'unknown',
  };
  const reserved = reservedOption(usage);
  const option = reserved ? 'reserved' : spec.spot ? 'spot' : 'on-demand';
  const hours = (usage.amount('monthly_hrs') ?? hoursPerMonth).times(spec.count ?? 1);
  return component({
    ...(spec.path ? { path: spec.path } : {}),
    name: `Instance usage (${system.label}, ${option}, ${spec.instanceType ?? 'unknown'})`,
    unit: 'hours',
    quantity: spec.count === null ? null : hours,
    rate: spec.tenancy === 'default' ? instanceRate(spec, system.price, reserved, context) : undefined,
  });
}

function instanceRate(
  spec: InstanceUsage,
  system: string,
  reserved: { term: string; payment: string } | undefined,
  context: ModelContext,
): Rate | undefined {
  if (!spec.instanceType) return undefined;
  const query = { provider: 'AWS' as const, service: 'AmazonEC2', sku: spec.instanceType, component: `Instance usage (${system})` };
  if (!reserved) return findRate(context, { ...query, purchaseOption: spec.spot ? 'spot' : 'on_demand' });
  if (reserved.payment === 'All Upfront') return prepaidRate();
  const offering = context.usage.text('reserved_instance_type') ?? 'standard';
  return findRate(context, { ...query, purchaseOption: `reserved ${offering} ${reserved.term} ${reserved.payment}` });
}

/** Detailed monitoring publishes seven metrics per instance. */
export const detailedMonitoring = (context: ModelContext, path: string[] = [], count: Big | null = new Big(1)): PricedComponent =>
  component({
    path,
    name: 'EC2 detailed monitoring',
    unit: 'metrics',
    quantity: count && count.times(7),
    rate: listRate({ type: 'aws_instance', provider: 'AWS' }, context, 'EC2 detailed monitoring'),
  });

const creditVcpus: Record<string, number> = { nano: 1, micro: 1, small: 1, medium: 2, large: 2, xlarge: 4, '2xlarge': 8 };

/** T3 and newer run unlimited unless told otherwise, T2 only when told so; the surplus is charged if the usage states one. */
export function cpuCredits(
  instanceType: string | undefined,
  setting: string | undefined,
  context: ModelContext,
  path: string[] = [],
): PricedComponent[] {
  const [family = '', size = ''] = (instanceType ?? '').split('.');
  const hours = context.usage.amount('monthly_cpu_credit_hrs');
  const unlimited = setting === undefined ? /^t(3|3a|4g)$/.test(family) : setting === 'unlimited';
  if (!hours || !unlimited || !/^t\d/.test(family)) return [];
  const vcpus = context.usage.amount('vcpu_count') ?? vcpusOf(family, size);
  // The list price of CPU credits is that of T2 and T3; Graviton's differs.
  const rate = family === 't4g' ? undefined : listRate({ type: 'aws_instance', provider: 'AWS' }, context, 'CPU credits');
  return [component({ path, name: 'CPU credits', unit: 'vCPU-hours', quantity: vcpus && hours.times(vcpus), rate })];
}

function vcpusOf(family: string, size: string): Big | null {
  const count = ownValue(creditVcpus, size);
  if (count === undefined) return null;
  return new Big(family === 't2' ? count : Math.max(count, 2));
}
