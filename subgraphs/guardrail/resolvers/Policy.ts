import type { PolicyResolvers } from '../generated/resolvers';
import { enforcementOf, findPolicy } from '../services/policy';

export const Policy: PolicyResolvers = {
  __resolveReference: ({ id }, ctx) => findPolicy(ctx, id),
  enforcement: (policy, _args, ctx) => enforcementOf(ctx, policy),
};
