import type { MutationResolvers } from '../../generated/resolvers';
import { requestDeployment as request } from '../../services/deployment';

export const requestDeployment: MutationResolvers['requestDeployment'] = async (_parent, { input }, ctx) => {
  const result = await request(ctx, input);
  return result.ok ? { deployment: result.value, userErrors: [] } : { deployment: null, userErrors: result.fault };
};
