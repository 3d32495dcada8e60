import type { MutationResolvers } from '../../generated/resolvers';
import { signUp as create } from '../../services/account';

export const signUp: MutationResolvers['signUp'] = async (_parent, { input }, ctx) => {
  const result = await create(ctx, input);
  return result.ok ? { ...result.value, userErrors: [] } : { session: null, user: null, organization: null, userErrors: result.fault };
};
