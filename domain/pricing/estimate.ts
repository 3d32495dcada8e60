import Big from 'big.js';
import type { EvaluatedDesign, EvaluatedResource } from '../blueprint/evaluated';
import type { Diagnostic } from '../diagnostic';
import type { JsonObject } from '../json';
import { billingRegion } from './billing-region';
import { decimalText, hoursPerMonth, type PricedComponent } from './component';
import { isFreeType } from './free-types';
import type { ModelContext } from './model';
import { pricingModel } from './model-registry';
import type { PriceTable } from './price-table';
import { usageFor, usageValues, validateUsage, type UsageFile } from './usage';

export interface CostComponent {
  /** With the part it belongs to in front: "root_block_device / Storage (general purpose SSD, gp3)". */
  name: string;
  unit: string;
  quantity: string | null;
  unitPrice: string | null;
  monthly: string | null;
  usageBased: boolean;
  priceId: string | null;
}

export interface ResourceCost {
  address: string;
  type: string;
  /** Every component that the design fixes has a price. */
  priced: boolean;
  free: boolean;
  /** Sum of the amounts that are known: with priced false a lower bound, null when none is known. */
  monthly: string | null;
  hourly: string | null;
  components: CostComponent[];
}

export interface CostCoverage {
  priced: number;
  free: number;
  /** Billed by use alone, and no usage is assumed: prices are known, the amount is not. */
  usageBased: number;
  unpriced: number;
  /** Types of the unpriced resources, sorted. */
  unpricedTypes: string[];
}

/** CostEstimate of the contract, without the recommendations. Amounts are exact decimal strings in USD; a month is 730 hours. */
export interface CostEstimate {
  currency: 'USD';
  monthly: string;
  hourly: string;
  coverage: CostCoverage;
  resources: ResourceCost[];
  /** Date of the newest price in the table. */
  pricesAsOf: string;
}

type Standing = 'priced' | 'free' | 'usageBased' | 'unpriced';

/** hourly amounts are monthly ones divided by 730, to ten decimals. */
const hourlyText = (monthly: Big): string => decimalText(monthly.div(hoursPerMonth).round(10));

const sumOf = (amounts: readonly (string | null)[]): Big | null =>
  amounts.reduce<Big | null>((sum, amount) => (amount === null ? sum : (sum ?? new Big(0)).plus(amount)), null);

/**
 * Estimates what a design costs in a month at list prices. Unknown is not zero: a resource of a type without a model, or
 * with a fixed component whose quantity or price is not known, counts as unpriced and is left out of the totals as far as
 * it is unknown. `day` (YYYY-MM-DD, default: the date of the newest price) decides surcharges that begin on a date.
 */
export function estimate(design: EvaluatedDesign, prices: PriceTable, usage: UsageFile = {}, day: string = prices.asOf): CostEstimate {
  const lookup = relations(design);
  const counted = design.resources.map((resource) => costOf(resource, contextOf(resource, prices, usage, day, lookup)));
  const total = sumOf(counted.map(({ cost }) => cost.monthly)) ?? new Big(0);
  const unpriced = counted.filter(({ standing }) => standing === 'unpriced').map(({ cost }) => cost.type);
  const count = (wanted: Standing): number => counted.filter(({ standing }) => standing === wanted).length;
  return {
    currency: 'USD',
    monthly: decimalText(total),
    hourly: hourlyText(total),
    coverage: {
      priced: count('priced'),
      free: count('free'),
      usageBased: count('usageBased'),
      unpriced: unpriced.length,
      unpricedTypes: [...new Set(unpriced)].sort(),
    },
    resources: counted.map(({ cost }) => cost),
    pricesAsOf: prices.asOf,
  };
}

function costOf(resource: EvaluatedResource, context: ModelContext): { cost: ResourceCost; standing: Standing } {
  const model = pricingModel(resource.type);
  const { address, type } = resource;
  if (!model) {
    const free = isFreeType(type);
    const zero = free ? '0' : null;
    return {
      cost: { address, type, priced: free, free, monthly: zero, hourly: zero, components: [] },
      standing: free ? 'free' : 'unpriced',
    };
  }
  const components = model.components(resource, context);
  const standing = standingOf(components);
  const monthly = standing === 'free' ? new Big(0) : sumOf(components.map((part) => part.monthly));
  const cost: ResourceCost = {
    address,
    type,
    priced: standing !== 'unpriced',
    free: standing === 'free',
    monthly: monthly && decimalText(monthly),
    hourly: monthly && hourlyText(monthly),
    components: components.map(({ path, name, ...rest }) => ({ name: [...path, name].join(' / '), ...rest })),
  };
  return { cost, standing };
}

function standingOf(components: readonly PricedComponent[]): Standing {
  if (components.length === 0) return 'free';
  const unknown = components.some((part) => (part.usageBased ? part.quantity !== null && part.unitPrice === null : part.monthly === null));
  if (unknown || components.every((part) => part.unitPrice === null)) return 'unpriced';
  return components.some((part) => part.monthly !== null) ? 'priced' : 'usageBased';
}

interface Relations {
  byType: Map<string, EvaluatedResource[]>;
  byBlock: Map<string, EvaluatedResource[]>;
  referrers: Map<string, EvaluatedResource[]>;
}

function relations(design: EvaluatedDesign): Relations {
  const found: Relations = { byType: new Map(), byBlock: new Map(), referrers: new Map() };
  for (const resource of design.resources) {
    append(found.byType, resource.type, resource);
    append(found.byBlock, resource.blockAddress, resource);
    for (const target of new Set(Object.values(resource.references).flat())) append(found.referrers, target, resource);
  }
  return found;
}

function append<T>(index: Map<string, T[]>, key: string, item: T): void {
  const known = index.get(key);
  if (known) known.push(item);
  else index.set(key, [item]);
}

function contextOf(resource: EvaluatedResource, prices: PriceTable, usage: UsageFile, day: string, lookup: Relations): ModelContext {
  const referenced = (type: string, attribute?: string): EvaluatedResource[] =>
    Object.entries(resource.references)
      .filter(([path]) => attribute === undefined || path === attribute || path.startsWith(`${attribute}.`))
      .flatMap(([, addresses]) => addresses)
      .flatMap((address) => lookup.byBlock.get(address) ?? [])
      .filter((candidate) => candidate.type === type);
  return {
    prices,
    day,
    usage: usageValues(usageFor(usage, resource.type, resource.address)),
    region: billingRegion(resource),
    referenced,
    referrers: (type) => (lookup.referrers.get(resource.blockAddress) ?? []).filter((candidate) => candidate.type === type),
    all: (type) => lookup.byType.get(type) ?? [],
  };
}

/**
 * Checks a usage file before it is used. HIGH: the amount is negative or no number; LOW: a key that no component reads.
 * The address of a finding is that of the resource, or the type for type-wide assumptions.
 */
export function validateUsageFile(usage: UsageFile): Diagnostic[] {
  const check = (owner: string, type: string, values: JsonObject): Diagnostic[] => {
    const model = pricingModel(type);
    return model ? validateUsage(owner, values, model.usageKeys) : [];
  };
  return [
    ...Object.entries(usage.resource_type_default_usage ?? {}).flatMap(([type, values]) => check(type, type, values)),
    ...Object.entries(usage.resource_usage ?? {}).flatMap(([address, values]) => check(address, typeOfAddress(address), values)),
  ];
}

/** module.a.module.b[0].aws_eip.x["k"] -> aws_eip */
const typeOfAddress = (address: string): string => /^(?:module\.[^.[]+(?:\[[^\]]*\])?\.)*([^.[]+)\./.exec(address)?.[1] ?? '';
