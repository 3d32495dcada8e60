import type { MutationResolvers } from '../../generated/resolvers';
import { acknowledgeAlert } from '../../services/alert';

export const acknowledgeDriftAlert: MutationResolvers['acknowledgeDriftAlert'] = async (_parent, { input }, ctx) => {
  const result = await acknowledgeAlert(ctx, input);
  return result.ok ? { alert: result.value, userErrors: [] } : { alert: null, userErrors: result.fault };
};
