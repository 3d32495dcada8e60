import type { MutationResolvers } from '../../generated/resolvers';
import { deleteEnvironment as remove } from '../../services/environment';

export const deleteEnvironment: MutationResolvers['deleteEnvironment'] = async (_parent, { input }, ctx) => {
  const result = await remove(ctx, input);
  return result.ok ? { environment: result.value, userErrors: [] } : { environment: null, userErrors: result.fault };
};
