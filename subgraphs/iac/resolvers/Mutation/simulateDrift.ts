import type { MutationResolvers } from '../../generated/resolvers';
import { simulateDrift as tamper } from '../../services/state';

export const simulateDrift: MutationResolvers['simulateDrift'] = async (_parent, { input }, ctx) => {
  const result = await tamper(ctx, input);
  return result.ok ? { address: result.value, userErrors: [] } : { address: null, userErrors: result.fault };
};
