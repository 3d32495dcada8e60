import { requireViewer } from '#platform/authorize';
import type { QueryResolvers } from '../../generated/resolvers';

export const cloudProviders: QueryResolvers['cloudProviders'] = (_parent, _args, ctx) => {
  requireViewer(ctx.viewer);
  return [{ id: 'AWS' }, { id: 'AZURE' }, { id: 'GCP' }];
};
