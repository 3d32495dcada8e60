import { isId } from '#platform/identifier';
import { isOrdinal, readPage, toConnection } from '#platform/page';
import type { EnvironmentResolvers } from '../generated/resolvers';
import { listDeployments, newestDeployments } from '../services/deployment';
import { findEnvironment, lockOf, stateOf, visibleVariables } from '../services/environment';
import { listStateVersions } from '../services/state';

export const Environment: EnvironmentResolvers = {
  __resolveReference: ({ id }, ctx) => findEnvironment(ctx, id),
  project: (environment) => ({ id: environment.projectId }),
  blueprint: (environment) => ({ id: environment.blueprintId }),
  variables: (environment, _args, ctx) => visibleVariables(ctx, environment),
  deployedRevision: (environment) => (environment.deployedRevisionId ? { id: environment.deployedRevisionId } : null),
  deployments: async (environment, args, ctx) => {
    const request = readPage(args, [isId]);
    const page = request.after
      ? await listDeployments(ctx, { environmentId: environment.id }, request)
      : await newestDeployments(ctx, environment, request);
    return toConnection(page, request, (run) => [run.id]);
  },
  state: async (environment, _args, ctx) => (await stateOf(ctx, environment)) ?? null,
  stateVersions: async (environment, args, ctx) => {
    const request = readPage(args, [isOrdinal]);
    return toConnection(await listStateVersions(ctx, environment, request), request, (version) => [String(version.serial)]);
  },
  lock: async (environment, _args, ctx) => (await lockOf(ctx, environment)) ?? null,
};
