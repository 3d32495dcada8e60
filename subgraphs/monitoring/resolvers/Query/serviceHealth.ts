import { requireViewer } from '#platform/authorize';
import type { QueryResolvers } from '../../generated/resolvers';

export const serviceHealth: QueryResolvers['serviceHealth'] = (_parent, _args, ctx) => {
  requireViewer(ctx.viewer);
  return ctx.services.health();
};
