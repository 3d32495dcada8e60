import { notAvailableYet } from '#platform/denial';
import { readPage, toConnection } from '#platform/page';
import type { OrganizationResolvers } from '../generated/resolvers';
import { findOrganization, membersOf } from '../services/viewer';

export const Organization: OrganizationResolvers = {
  __resolveReference: (reference, ctx) => findOrganization(ctx, { id: reference.id }),
  members: async (organization, args, ctx) => {
    const request = readPage(args);
    return toConnection(await membersOf(ctx, organization, request), request, (membership) => [membership.id]);
  },
  invitations: notAvailableYet,
  apiTokens: notAvailableYet,
  auditLog: notAvailableYet,
};
