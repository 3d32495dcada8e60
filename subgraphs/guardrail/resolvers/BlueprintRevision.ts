import type { BlueprintRevisionResolvers } from '../generated/resolvers';
import { designEvaluationOf } from '../services/evaluation';

export const BlueprintRevision: BlueprintRevisionResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  guardrails: ({ id }, _args, ctx) => designEvaluationOf(ctx, id),
};
