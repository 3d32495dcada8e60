import type { CostCoverage, CostEstimate, ResourceCost } from '#domain/pricing/estimate';
import type { Context, Services } from '../context';
import type { EstimateRecord, NewEstimate } from '../store/estimate';

/** An estimate whose resources are read when they are asked for. */
export interface EstimateView {
  currency: string;
  monthly: string;
  hourly: string;
  coverage: CostCoverage;
  pricesAsOf: Date;
  resourceCount: number;
  /** In address order. */
  resourceCosts: () => Promise<ResourceCost[]>;
}

export interface EstimateSubject {
  /** Revision or deployment. */
  id: string;
  organizationId: string;
  blueprintId: string;
}

/** An estimate as it is stored. */
export const newEstimate = (
  services: Pick<Services, 'pricing' | 'now'>,
  { id, organizationId, blueprintId }: EstimateSubject,
  usageHash: string,
  { resources, ...cost }: CostEstimate,
): NewEstimate => ({
  ...cost,
  subjectId: id,
  organizationId,
  blueprintId,
  usageHash,
  pricing: services.pricing,
  resources,
  resourceCount: resources.length,
  estimatedAt: services.now(),
});

export function viewOf({ currency, monthly, hourly, coverage, pricesAsOf, resources }: CostEstimate | NewEstimate): EstimateView {
  return {
    currency,
    monthly,
    hourly,
    coverage,
    pricesAsOf: new Date(pricesAsOf),
    resourceCount: resources.length,
    resourceCosts: () => Promise.resolve(resources),
  };
}

export function viewOfRecord(ctx: Pick<Context, 'loaders'>, record: EstimateRecord): EstimateView {
  const { currency, monthly, hourly, coverage, pricesAsOf, resourceCount } = record;
  const resourceCosts = async (): Promise<ResourceCost[]> => {
    const resources = await ctx.loaders.estimateResources.load(record.subjectId);
    if (!resources) throw new Error(`The estimate of ${record.subjectId} is gone.`);
    return resources;
  };
  return { currency, monthly, hourly, coverage, pricesAsOf: new Date(pricesAsOf), resourceCount, resourceCosts };
}
