import { requireViewer } from '#platform/authorize';
import type { QueryResolvers } from '../../generated/resolvers';
import { currentUser, heldScopes } from '../../services/viewer';

export const viewer: QueryResolvers['viewer'] = async (_parent, _args, ctx) => {
  requireViewer(ctx.viewer);
  return { user: await currentUser(ctx), apiToken: null, scopes: heldScopes(ctx.viewer) };
};
