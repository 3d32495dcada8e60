import { isId } from '#platform/identifier';
import { readPage, toConnection } from '#platform/page';
import type { OrganizationResolvers } from '../generated/resolvers';
import { listBlueprints } from '../services/blueprint';
import { listProjects } from '../services/project';
import { blueprintFilter } from './blueprint-filter';

export const Organization: OrganizationResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  projects: async ({ id }, args, ctx) => {
    const request = readPage(args, [isId]);
    return toConnection(await listProjects(ctx, id, request), request, (project) => [project.id]);
  },
  blueprints: async ({ id }, args, ctx) => {
    const request = readPage(args, [isId]);
    return toConnection(await listBlueprints(ctx, { organizationId: id }, blueprintFilter(args.filter), request), request, (blueprint) => [
      blueprint.id,
    ]);
  },
};
