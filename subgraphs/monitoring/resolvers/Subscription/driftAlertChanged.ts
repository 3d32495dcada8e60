import type { Context } from '../../context';
import type { SubscriptionResolvers } from '../../generated/resolvers';
import { followAlerts, type AlertEvent } from '../../services/subscriptions';

export const driftAlertChanged: SubscriptionResolvers['driftAlertChanged'] = {
  subscribe: async (_parent, args, ctx) => (await followAlerts(ctx, args)) as AsyncIterable<never>,
  resolve: (event: unknown, _args: unknown, ctx: Context) => {
    ctx.forget();
    return event as AlertEvent;
  },
};
