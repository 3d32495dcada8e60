import { readPage, toConnection } from '#platform/page';
import type { OrganizationResolvers } from '../generated/resolvers';
import { listExemptions } from '../services/exemption';
import { listPolicies } from '../services/policy';

export const Organization: OrganizationResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  policies: async ({ id }, args, ctx) => {
    const request = readPage(args);
    return toConnection(await listPolicies(ctx, id, args.enforcement ?? null, request), request, ({ rule }) => [rule]);
  },
  exemptions: async ({ id }, args, ctx) => {
    const request = readPage(args);
    return toConnection(await listExemptions(ctx, id, request), request, (exemption) => [exemption.id]);
  },
};
