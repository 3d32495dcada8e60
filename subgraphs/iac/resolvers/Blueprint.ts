import { isId } from '#platform/identifier';
import { readPage, toConnection } from '#platform/page';
import type { BlueprintResolvers } from '../generated/resolvers';
import { listDeployments } from '../services/deployment';
import { environmentsOfBlueprint, requireBlueprint } from '../services/environment';

export const Blueprint: BlueprintResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  environments: ({ id }, _args, ctx) => environmentsOfBlueprint(ctx, id),
  deployments: async ({ id }, args, ctx) => {
    const request = readPage(args, [isId]);
    await requireBlueprint(ctx, id);
    return toConnection(await listDeployments(ctx, { blueprintId: id }, request), request, (run) => [run.id]);
  },
};
