import type { MutationResolvers } from '../../generated/resolvers';
import { importBlueprint as read } from '../../services/import';

export const importBlueprint: MutationResolvers['importBlueprint'] = async (_parent, { input }, ctx) => {
  const result = await read(ctx, input);
  return result.ok
    ? { ...result.value, userErrors: [] }
    : { blueprint: null, revision: null, importedResources: 0, skipped: [], userErrors: result.fault };
};
