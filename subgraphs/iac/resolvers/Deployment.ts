import type { Json } from '#domain/json';
import { isOrdinal, readPage, toConnection } from '#platform/page';
import type { DeploymentResolvers } from '../generated/resolvers';
import { actionsOfRun, blockersOfRun, environmentOf, findDeployment, logOf } from '../services/deployment';

export const Deployment: DeploymentResolvers = {
  __resolveReference: ({ id }, ctx) => findDeployment(ctx, id),
  environment: (run, _args, ctx) => environmentOf(ctx, run),
  revision: (run) => ({ id: run.revisionId }),
  requestedBy: (run) => (run.requestedById ? { id: run.requestedById } : null),
  transitions: (run, _args, ctx) => ctx.loaders.transitions.load(run.id),
  plan: async (run, _args, ctx) => (await ctx.loaders.planSummaries.load(run.id)) ?? null,
  logs: async (run, args, ctx) => {
    const request = readPage(args, [isOrdinal]);
    return toConnection(await logOf(ctx, run, request), request, (line) => [String(line.position)]);
  },
  blockers: (run, _args, ctx) => blockersOfRun(ctx, run),
  actions: (run, _args, ctx) => actionsOfRun(ctx, run),
  planJson: (run, _args, ctx) => ctx.store.deployments.planJson(run.id),
  driftFindings: async (run, _args, ctx) => (await ctx.store.deployments.driftFindings(run.id)) as unknown as Json,
};
