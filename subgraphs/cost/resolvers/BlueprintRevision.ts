import type { BlueprintRevisionResolvers } from '../generated/resolvers';
import { costOfRevision, findRevision } from '../services/revision-cost';

export const BlueprintRevision: BlueprintRevisionResolvers = {
  __resolveReference: ({ id }, ctx) => findRevision(ctx, id),
  cost: (revision, { usage }, ctx) => costOfRevision(ctx, revision, usage ?? null),
};
