import type { MutationResolvers } from '../../generated/resolvers';
import { createEnvironment as create } from '../../services/environment';

export const createEnvironment: MutationResolvers['createEnvironment'] = async (_parent, { input }, ctx) => {
  const result = await create(ctx, input);
  return result.ok ? { environment: result.value, userErrors: [] } : { environment: null, userErrors: result.fault };
};
