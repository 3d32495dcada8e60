import type { DeploymentResolvers } from '../generated/resolvers';
import { planEvaluationOf } from '../services/evaluation';

export const Deployment: DeploymentResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  guardrails: ({ id }, _args, ctx) => planEvaluationOf(ctx, id),
};
