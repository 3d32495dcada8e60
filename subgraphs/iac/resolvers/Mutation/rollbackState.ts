import type { MutationResolvers } from '../../generated/resolvers';
import { rollbackState as rollback } from '../../services/state';

export const rollbackState: MutationResolvers['rollbackState'] = async (_parent, { input }, ctx) => {
  const result = await rollback(ctx, input);
  return result.ok ? { environment: result.value, userErrors: [] } : { environment: null, userErrors: result.fault };
};
