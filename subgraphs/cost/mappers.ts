import type { ResourceCost } from '#domain/pricing/estimate';
import type { Price, PriceCatalogEntry } from '#domain/pricing/price-table';
import type { Connection } from '#platform/page';
import type { KnownDeployment, KnownEnvironment } from './services/deployment-cost';
import type { EstimateSubject, EstimateView } from './services/estimate';
import type { OwnedBlueprint } from './services/usage';

export type BlueprintRevisionMapper = EstimateSubject;
export type BlueprintMapper = OwnedBlueprint;
export type DeploymentMapper = KnownDeployment;
export type EnvironmentMapper = KnownEnvironment;
export interface ProjectMapper {
  id: string;
}
export type CostEstimateMapper = EstimateView;
export type ResourceCostMapper = ResourceCost;
export type ResourceCostConnectionMapper = Connection<ResourceCost>;
export type PriceMapper = Price;
export type PriceConnectionMapper = Connection<Price>;
export type PriceCatalogEntryMapper = PriceCatalogEntry;
