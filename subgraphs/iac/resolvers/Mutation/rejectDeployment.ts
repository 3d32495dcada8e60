import type { MutationResolvers } from '../../generated/resolvers';
import { rejectDeployment as reject } from '../../services/deployment';

export const rejectDeployment: MutationResolvers['rejectDeployment'] = async (_parent, { input }, ctx) => {
  const result = await reject(ctx, input);
  return result.ok ? { deployment: result.value, userErrors: [] } : { deployment: null, userErrors: result.fault };
};
