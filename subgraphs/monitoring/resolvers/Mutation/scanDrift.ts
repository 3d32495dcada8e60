import type { MutationResolvers } from '../../generated/resolvers';
import { scanDrift as scan } from '../../services/scan';

export const scanDrift: MutationResolvers['scanDrift'] = async (_parent, { input }, ctx) => {
  const result = await scan(ctx, input);
  return result.ok ? { deployment: { id: result.value.deploymentId }, userErrors: [] } : { deployment: null, userErrors: result.fault };
};
