import { notAvailableYet } from '#platform/denial';
import { readPage, toConnection } from '#platform/page';
import type { OrganizationResolvers } from '../generated/resolvers';
import { listAlerts } from '../services/alert';

export const Organization: OrganizationResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  driftAlerts: async ({ id }, args, ctx) => {
    const request = readPage(args);
    return toConnection(await listAlerts(ctx, id, args.state ?? null, request), request, (alert) => [alert.id]);
  },
  alertChannels: notAvailableYet,
  metrics: notAvailableYet,
};
