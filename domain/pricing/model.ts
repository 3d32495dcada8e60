import type { EvaluatedResource } from '../blueprint/evaluated';
import type { PricedComponent } from './component';
import type { PriceTable } from './price-table';
import type { UsageValues } from './usage';

/** What a model may look at besides its resource. */
export interface ModelContext {
  prices: PriceTable;
  /** Usage assumptions for this resource, the narrower ones already laid over the wider. */
  usage: UsageValues;
  /** Region the resource is billed in. */
  region: string;
  /** Resources that this one refers to, of one type, optionally by one attribute (a path prefix). */
  referenced(type: string, attribute?: string): EvaluatedResource[];
  /** Resources that refer to this one, of one type. */
  referrers(type: string): EvaluatedResource[];
  /** All resources of a type in the design. */
  all(type: string): readonly EvaluatedResource[];
  /** Day the estimate is for, YYYY-MM-DD: surcharges such as extended support depend on it. */
  day: string;
}

/** How one resource type is billed. An empty list means that this resource costs nothing. */
export interface PricingModel {
  type: string;
  /** Keys of Infracost's usage file that the model reads; nested ones dotted, e.g. os_disk.monthly_disk_operations. */
  usageKeys: readonly string[];
  components(resource: EvaluatedResource, context: ModelContext): PricedComponent[];
}
