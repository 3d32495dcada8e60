import type { DeploymentResolvers } from '../generated/resolvers';
import { costOfDeployment, findDeployment } from '../services/deployment-cost';

export const Deployment: DeploymentResolvers = {
  __resolveReference: ({ id }, ctx) => findDeployment(ctx, id),
  cost: (deployment, _args, ctx) => costOfDeployment(ctx, deployment),
  costDelta: ({ cost }) => cost && { amount: cost.monthlyDelta, currency: cost.currency },
};
