import { isId } from '#platform/identifier';
import { readPage, toConnection } from '#platform/page';
import type { ProjectResolvers } from '../generated/resolvers';
import { listEnvironments } from '../services/environment';

export const Project: ProjectResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  environments: async ({ id }, args, ctx) => {
    const request = readPage(args, [isId]);
    const organizationId = await ctx.blueprints.organizationOfProject(id, ctx);
    return toConnection(await listEnvironments(ctx, 'project', { id, organizationId }, request), request, (environment) => [
      environment.id,
    ]);
  },
};
