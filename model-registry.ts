
import type { PricingModel } from './model';

const models: readonly PricingModel[] = [
];

const byType: ReadonlyMap<string, PricingModel> = new Map(models.map((model) => [model.type, model]));

/** How a resource type is billed; undefined: no model knows it. */
export const pricingModel = (type: string): PricingModel | undefined => byType.get(type);

/** Resource types with a model, in the order of their names. */
export const modelledTypes = (): readonly string[] => models.map((model) => model.type);
