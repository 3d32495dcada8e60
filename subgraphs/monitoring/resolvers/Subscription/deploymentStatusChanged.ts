import type { Context } from '../../context';
import type { SubscriptionResolvers } from '../../generated/resolvers';
import { followDeployments } from '../../services/subscriptions';
import type { DeploymentStatusEventMapper } from '../../mappers';

export const deploymentStatusChanged: SubscriptionResolvers['deploymentStatusChanged'] = {
  subscribe: async (_parent, args, ctx) => (await followDeployments(ctx, args)) as AsyncIterable<never>,
  resolve: (event: unknown, _args: unknown, ctx: Context) => {
    ctx.forget();
    return event as DeploymentStatusEventMapper;
  },
};
