import { componentTypes as all } from '#domain/component/registry';
import { requireViewer } from '#platform/authorize';
import type { QueryResolvers } from '../../generated/resolvers';

/** Every type is lowered to each cloud. */
export const componentTypes: QueryResolvers['componentTypes'] = (_parent, _args, ctx) => {
  requireViewer(ctx.viewer);
  return [...all()];
};
