import type { MutationResolvers } from '../../generated/resolvers';
import { archiveBlueprint as archive } from '../../services/blueprint';

export const archiveBlueprint: MutationResolvers['archiveBlueprint'] = async (_parent, { input }, ctx) => {
  const blueprint = await archive(ctx, input.blueprintId, input.archived ?? true);
  return { blueprint, revision: null, userErrors: [] };
};
