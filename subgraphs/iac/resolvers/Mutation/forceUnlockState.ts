import type { MutationResolvers } from '../../generated/resolvers';
import { forceUnlockState as unlock } from '../../services/state';

export const forceUnlockState: MutationResolvers['forceUnlockState'] = async (_parent, { input }, ctx) => {
  const result = await unlock(ctx, input);
  return result.ok ? { environment: result.value, userErrors: [] } : { environment: null, userErrors: result.fault };
};
