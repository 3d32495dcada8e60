import { isOrdinal, readPage, toConnection } from '#platform/page';
import type { BlueprintResolvers } from '../generated/resolvers';
import { findBlueprint } from '../services/blueprint';
import { findProject } from '../services/project';
import { findRevision, listRevisions, revisionByNumber } from '../services/revision';

export const Blueprint: BlueprintResolvers = {
  __resolveReference: ({ id }, ctx) => findBlueprint(ctx, id),
  project: (blueprint, _args, ctx) => findProject(ctx, blueprint.projectId),
  head: (blueprint, _args, ctx) => findRevision(ctx, blueprint.headId),
  revision: (blueprint, { number }, ctx) => revisionByNumber(ctx, blueprint, number),
  revisions: async (blueprint, args, ctx) => {
    const request = readPage(args, [isOrdinal]);
    return toConnection(await listRevisions(ctx, blueprint, request), request, (revision) => [String(revision.number)]);
  },
};
