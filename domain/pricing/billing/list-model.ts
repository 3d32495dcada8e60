import type Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import { component, hoursPerMonth, type PricedComponent } from '../component';
import { listRate } from '../list-price';
import type { ModelContext } from '../model';

type Owner = Pick<EvaluatedResource, 'type' | 'provider'>;
interface LineOptions {
  facts?: Record<string, string>;
  path?: string[];
  /** Resource type whose list price holds. */
  sku?: string;
}

/** A component that runs all month, at the list price of its name. */
export const hourlyLine = (owner: Owner, context: ModelContext, name: string, options: LineOptions = {}): PricedComponent =>
  fixedLine(owner, context, name, 'hours', hoursPerMonth, options);

/** A component whose quantity the design fixes. */
export const fixedLine = (
  owner: Owner,
  context: ModelContext,
  name: string,
  unit: string,
  quantity: Big | number | null,
  options: LineOptions = {},
): PricedComponent => component({ ...place(options), name, unit, quantity, rate: listRate(owner, context, name, options) });

/** A component by use: `per` units of usage make one unit of the price. */
export function usageLine(
  owner: Owner,
  context: ModelContext,
  name: string,
  unit: string,
  amount: Big | null,
  options: LineOptions & { per?: number } = {},
): PricedComponent {
  return component({
    ...place(options),
    name,
    unit,
    quantity: amount && amount.div(options.per ?? 1),
    rate: listRate(owner, context, name, options),
    usageBased: true,
  });
}

const place = (options: LineOptions): { path?: string[] } => (options.path ? { path: options.path } : {});
