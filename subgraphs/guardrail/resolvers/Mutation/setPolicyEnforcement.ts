import type { MutationResolvers } from '../../generated/resolvers';
import { setPolicyEnforcement as set } from '../../services/enforcement';

export const setPolicyEnforcement: MutationResolvers['setPolicyEnforcement'] = async (_parent, { input }, ctx) => {
  const result = await set(ctx, input);
  return result.ok ? { policy: result.value, userErrors: [] } : { policy: null, userErrors: result.fault };
};
