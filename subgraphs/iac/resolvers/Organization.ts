import { isId } from '#platform/identifier';
import { readPage, toConnection } from '#platform/page';
import type { OrganizationResolvers } from '../generated/resolvers';
import { listEnvironments } from '../services/environment';

export const Organization: OrganizationResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  environments: async ({ id }, args, ctx) => {
    const request = readPage(args, [isId]);
    return toConnection(await listEnvironments(ctx, 'organization', { id, organizationId: id }, request), request, (environment) => [
      environment.id,
    ]);
  },
};
