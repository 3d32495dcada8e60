import { notAvailableYet } from '#platform/denial';
import { readPage, toConnection } from '#platform/page';
import type { EnvironmentResolvers } from '../generated/resolvers';
import { listAlertsOfEnvironment } from '../services/alert';
import { driftOf, healthOf, monitorOf } from '../services/environment';

export const Environment: EnvironmentResolvers = {
  __resolveReference: async ({ id }, ctx) => {
    await monitorOf(ctx, id);
    return { id };
  },
  drift: ({ id }, _args, ctx) => driftOf(ctx, id),
  driftAlerts: async ({ id }, args, ctx) => {
    const request = readPage(args);
    return toConnection(await listAlertsOfEnvironment(ctx, id, args.state ?? null, request), request, (alert) => [alert.id]);
  },
  driftSchedule: notAvailableYet,
  health: ({ id }, _args, ctx) => healthOf(ctx, id),
};
