import type { MutationResolvers } from '../../generated/resolvers';
import { approveDeployment as approve } from '../../services/deployment';

export const approveDeployment: MutationResolvers['approveDeployment'] = async (_parent, { input }, ctx) => {
  const result = await approve(ctx, input);
  return result.ok ? { deployment: result.value, userErrors: [] } : { deployment: null, userErrors: result.fault };
};
