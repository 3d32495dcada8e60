import type { MutationResolvers } from '../../generated/resolvers';
import { createProject as create } from '../../services/project';

export const createProject: MutationResolvers['createProject'] = async (_parent, { input }, ctx) => {
  const result = await create(ctx, input);
  return result.ok ? { project: result.value, userErrors: [] } : { project: null, userErrors: result.fault };
};
