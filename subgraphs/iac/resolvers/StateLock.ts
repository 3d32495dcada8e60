import type { StateLockResolvers } from '../generated/resolvers';

export const StateLock: StateLockResolvers = {
  id: (lock) => lock.lockId,
  deployment: async (lock, _args, ctx) => (lock.deploymentId ? ((await ctx.loaders.deployments.load(lock.deploymentId)) ?? null) : null),
};
