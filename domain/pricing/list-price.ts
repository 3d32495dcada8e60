import type { EvaluatedResource } from '../blueprint/evaluated';
import { rateOf, type Rate } from './component';
import type { ModelContext } from './model';
import type { Price, PriceQuery } from './price-table';

/** Whether the attribute values a price was published for are those given; (unset) also matches false. */
function conditionHolds(condition: string, facts: Record<string, string>): boolean {
  return condition
    .split('&')
    .filter((pair) => pair !== '')
    .every((pair) => {
      const at = pair.indexOf('=');
      const wanted = pair.slice(at + 1);
      const given = (facts[pair.slice(0, at)] ?? '').toLowerCase();
      return wanted === given || ((wanted === '(unset)' || wanted === 'false') && (given === '' || given === 'false'));
    });
}

function choose(found: readonly Price[] | undefined, facts: Record<string, string>): Price | undefined {
  const fitting = (found ?? []).filter((price) => conditionHolds(price.condition, facts));
  return fitting.sort((a, b) => b.condition.length - a.condition.length)[0];
}

/** Looks one price up; without a row for exactly this thing there is none. */
export function findRate(
  context: ModelContext,
  query: Omit<PriceQuery, 'region'> & { region?: string },
  options: { factor?: number; facts?: Record<string, string> } = {},
): Rate | undefined {
  const found = context.prices.find({ purchaseOption: 'on_demand', region: context.region, ...query });
  return rateOf(choose(found, options.facts ?? {}), options.factor);
}

/**
 * List price of a component of this resource type. `facts` are the attribute values that prices are told apart by; `sku`
 * names another resource type that is billed the same way.
 */
export function listRate(
  resource: Pick<EvaluatedResource, 'type' | 'provider'>,
  context: ModelContext,
  component: string,
  options: { facts?: Record<string, string>; sku?: string; region?: string } = {},
): Rate | undefined {
  if (!resource.provider) return undefined;
  const place = options.region === undefined ? {} : { region: options.region };
  return findRate(
    context,
    { provider: resource.provider, sku: options.sku ?? resource.type, component, ...place },
    { facts: options.facts ?? {} },
  );
}
