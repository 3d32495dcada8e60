import { isId } from '#platform/identifier';
import { readPage, toConnection } from '#platform/page';
import type { ProjectResolvers } from '../generated/resolvers';
import { listBlueprints } from '../services/blueprint';
import { findProject } from '../services/project';
import { blueprintFilter } from './blueprint-filter';

export const Project: ProjectResolvers = {
  __resolveReference: ({ id }, ctx) => findProject(ctx, id),
  organization: (project) => ({ id: project.organizationId }),
  blueprints: async (project, args, ctx) => {
    const request = readPage(args, [isId]);
    const within = { organizationId: project.organizationId, projectId: project.id };
    return toConnection(await listBlueprints(ctx, within, blueprintFilter(args.filter), request), request, (blueprint) => [blueprint.id]);
  },
};
