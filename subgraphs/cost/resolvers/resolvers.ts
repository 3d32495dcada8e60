import { notAvailableYet } from '#platform/denial';
import { DateTimeScalar, DecimalScalar, JsonScalar } from '#platform/scalars';
import type { Resolvers } from '../generated/resolvers';
import { Blueprint } from './Blueprint';
import { BlueprintRevision } from './BlueprintRevision';
import { CostEstimate } from './CostEstimate';
import { Deployment } from './Deployment';
import { Environment } from './Environment';
import { setUsage } from './Mutation/setUsage';
import { Price } from './Price';
import { PriceCatalogEntry } from './PriceCatalogEntry';
import { Project } from './Project';
import { priceCatalog } from './Query/priceCatalog';
import { prices } from './Query/prices';

export const resolvers: Resolvers = {
  DateTime: DateTimeScalar,
  JSON: JsonScalar,
  Decimal: DecimalScalar,
  Query: { prices, priceCatalog },
  Mutation: { setUsage, setBudget: notAvailableYet, deleteBudget: notAvailableYet, importActualCost: notAvailableYet },
  BlueprintRevision,
  Blueprint,
  Deployment,
  Environment,
  Project,
  CostEstimate,
  Price,
  PriceCatalogEntry,
};
