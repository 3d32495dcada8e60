import type { MutationResolvers } from '../../generated/resolvers';
import { updateEnvironment as update } from '../../services/environment';

export const updateEnvironment: MutationResolvers['updateEnvironment'] = async (_parent, { input }, ctx) => {
  const result = await update(ctx, input);
  return result.ok ? { environment: result.value, userErrors: [] } : { environment: null, userErrors: result.fault };
};
