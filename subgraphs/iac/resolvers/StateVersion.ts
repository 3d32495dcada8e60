import type { StateVersionResolvers } from '../generated/resolvers';

export const StateVersion: StateVersionResolvers = {
  deployment: async (version, _args, ctx) =>
    version.deploymentId ? ((await ctx.loaders.deployments.load(version.deploymentId)) ?? null) : null,
};
