import type { UserResolvers } from '../generated/resolvers';
import { ownSessions, visibleMemberships, visibleUser } from '../services/viewer';

export const User: UserResolvers = {
  __resolveReference: (reference, ctx) => visibleUser(ctx, reference.id),
  memberships: (user, _args, ctx) => visibleMemberships(ctx, user),
  sessions: (user, _args, ctx) => ownSessions(ctx, user),
};
