import type { BlueprintContent } from '#domain/blueprint/content';
import { lowerDesign } from '#domain/component/lower';
import { evaluateDesign } from '#domain/blueprint/evaluate';
import type { JsonObject } from '#domain/json';
import { estimate, type CostEstimate } from '#domain/pricing/estimate';
import { estimateDelta } from '#domain/pricing/estimate-delta';
import { planDesigns } from '#domain/pricing/plan-design';
import type { Price, PriceCatalogEntry, PriceFilter, PriceTable } from '#domain/pricing/price-table';
import type { UsageFile } from '#domain/pricing/usage';
import { loadPriceTable } from './price-files';
import { catalog } from './thread-catalog';

let loaded: PriceTable | undefined;

/** The list prices, read once per thread. */
const prices = (): PriceTable => (loaded ??= loadPriceTable());

export interface PlanCostOrder {
  /** `show -json`, masked. */
  planJson: unknown;
  /** The design that is planned, and the one that was deployed last. */
  planned: BlueprintContent;
  deployed: BlueprintContent | null;
  variables: JsonObject;
  /** Whether the cloud of the environment is simulated. */
  simulated: boolean;
  usage: UsageFile;
}

export interface PlanCost {
  before: CostEstimate;
  after: CostEstimate;
  /** Monthly amount after minus before. */
  delta: string;
}

function inAddressOrder(cost: CostEstimate): CostEstimate {
  const resources = [...cost.resources].sort((one, other) => (one.address < other.address ? -1 : one.address > other.address ? 1 : 0));
  return { ...cost, resources };
}

export const costTasks = {
  /** What a design costs; resources are in address order. */
  estimateDesign(content: BlueprintContent, usage: UsageFile): CostEstimate {
    return inAddressOrder(estimate(evaluateDesign(lowerDesign(content).content, catalog()).design, prices(), usage));
  },

  /** What there is before and after a plan costs; resources are in address order. */
  estimatePlan({ planJson, planned, deployed, variables, simulated, usage }: PlanCostOrder): PlanCost {
    const evaluate = (content: BlueprintContent) => evaluateDesign(lowerDesign(content).content, catalog(), { variables }).design;
    const designs = planDesigns({
      plan: planJson,
      planned: evaluate(planned),
      deployed: deployed && evaluate(deployed),
      simulated: simulated ? { catalog: catalog() } : null,
    });
    const before = estimate(designs.before, prices(), usage);
    const after = estimate(designs.after, prices(), usage);
    return { before: inAddressOrder(before), after: inAddressOrder(after), delta: estimateDelta(before, after).monthly };
  },

  /** A page of list prices in table order, and whether more follow. */
  listPrices(filter: PriceFilter, first: number, after: string | null): { prices: Price[]; hasNextPage: boolean } {
    const page = prices().page(filter, first, after);
    return { prices: page.prices, hasNextPage: page.next !== null };
  },

  countPrices: (filter: PriceFilter): number => prices().count(filter),

  priceCatalog: (): PriceCatalogEntry[] => prices().catalog(),
};
