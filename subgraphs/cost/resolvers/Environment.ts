import { notAvailableYet } from '#platform/denial';
import type { EnvironmentResolvers } from '../generated/resolvers';
import { costOfEnvironment, findEnvironment } from '../services/deployment-cost';

export const Environment: EnvironmentResolvers = {
  __resolveReference: ({ id }, ctx) => findEnvironment(ctx, id),
  cost: (environment, _args, ctx) => costOfEnvironment(ctx, environment),
  budget: notAvailableYet,
  actualCost: notAvailableYet,
};
