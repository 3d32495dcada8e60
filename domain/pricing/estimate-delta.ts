import Big from 'big.js';
import { decimalText } from './component';
import type { CostEstimate } from './estimate';

export interface ResourceDelta {
  address: string;
  /** null: not there, or not known. */
  before: string | null;
  after: string | null;
  /** after minus before as far as they are known. */
  monthly: string;
}

export interface CostDelta {
  currency: 'USD';
  /** Estimate after minus estimate before; an exact decimal string. */
  monthly: string;
  /** Only resources whose amount differs, in the order of their addresses. */
  resources: ResourceDelta[];
  /** Resources on either side whose amount is not known in full: the difference does not count that part. */
  unpriced: string[];
}

/** What a change does to the monthly cost. */
export function estimateDelta(before: CostEstimate, after: CostEstimate): CostDelta {
  const old = new Map(before.resources.map((resource) => [resource.address, resource.monthly]));
  const now = new Map(after.resources.map((resource) => [resource.address, resource.monthly]));
  const addresses = [...new Set([...old.keys(), ...now.keys()])].sort();
  const resources = addresses
    .map((address) => ({ address, before: old.get(address) ?? null, after: now.get(address) ?? null }))
    .map((row) => ({ ...row, monthly: decimalText(new Big(row.after ?? 0).minus(row.before ?? 0)) }))
    .filter((row) => !new Big(row.monthly).eq(0));
  const unpriced = [...before.resources, ...after.resources].filter((resource) => !resource.priced).map((resource) => resource.address);
  return {
    currency: 'USD',
    monthly: decimalText(new Big(after.monthly).minus(before.monthly)),
    resources,
    unpriced: [...new Set(unpriced)].sort(),
  };
}
