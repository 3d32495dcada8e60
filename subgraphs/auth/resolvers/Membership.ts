import type { MembershipResolvers } from '../generated/resolvers';
import { findOrganization, visibleUser } from '../services/viewer';

export const Membership: MembershipResolvers = {
  user: (membership, _args, ctx) => visibleUser(ctx, membership.userId),
  organization: (membership, _args, ctx) => findOrganization(ctx, { id: membership.organizationId }),
};
