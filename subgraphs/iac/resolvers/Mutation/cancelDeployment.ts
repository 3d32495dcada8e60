import type { MutationResolvers } from '../../generated/resolvers';
import { cancelDeployment as cancel } from '../../services/deployment';

export const cancelDeployment: MutationResolvers['cancelDeployment'] = async (_parent, { input }, ctx) => {
  const result = await cancel(ctx, input);
  return result.ok ? { deployment: result.value, userErrors: [] } : { deployment: null, userErrors: result.fault };
};
