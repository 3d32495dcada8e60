import Big from 'big.js';
import type { Price } from './price-table';

/** Hours of a month, as the clouds' own calculators count them. */
export const hoursPerMonth = new Big(730);

/** A unit price in the unit of the component, with the row of the price table it comes from. */
export interface Rate {
  amount: Big;
  /** Empty when no row of the table says so, as for what was paid up front. */
  priceId: string;
}

/** What one resource is billed for. Decimals are exact strings; null is unknown, never zero. */
export interface PricedComponent {
  /** The part of the resource it belongs to, e.g. ["root_block_device"]; empty for the resource itself. */
  path: string[];
  name: string;
  unit: string;
  quantity: string | null;
  unitPrice: string | null;
  monthly: string | null;
  /** Depends on use that the design does not state: without a usage assumption there is no amount. */
  usageBased: boolean;
  priceId: string | null;
}

export interface ComponentSpec {
  path?: string[];
  name: string;
  unit: string;
  /** null: not known. */
  quantity: Big | number | null;
  rate: Rate | undefined;
  usageBased?: boolean;
  /** Share of the price that is charged, e.g. 0.7 under a sustained-use discount. */
  share?: Big;
}

/** Decimal text without exponent and without rounding. */
export const decimalText = (value: Big): string => value.toFixed();

/** Works out the amount of one component: quantity times rate, null as soon as either is unknown. */
export function component(spec: ComponentSpec): PricedComponent {
  const quantity = spec.quantity === null ? null : new Big(spec.quantity);
  const monthly = quantity && spec.rate ? quantity.times(spec.rate.amount).times(spec.share ?? 1) : null;
  return {
    path: spec.path ?? [],
    name: spec.name,
    unit: spec.unit,
    quantity: quantity && decimalText(quantity),
    unitPrice: spec.rate ? decimalText(spec.rate.amount) : null,
    monthly: monthly && decimalText(monthly),
    usageBased: spec.usageBased ?? false,
    priceId: spec.rate?.priceId || null,
  };
}

/** The price as a rate; `factor` converts its unit to that of the component, e.g. 1000000 from requests to 1M requests. */
export const rateOf = (price: Price | undefined, factor: Big | number = 1): Rate | undefined =>
  price && { amount: new Big(price.price).times(factor), priceId: price.id };
