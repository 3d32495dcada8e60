import type { MutationResolvers } from '../../generated/resolvers';
import { logOut } from '../../services/session';

export const logout: MutationResolvers['logout'] = async (_parent, { input }, ctx) => ({
  endedSessions: await logOut(ctx, { everywhere: input?.everywhere ?? false }),
  userErrors: [],
});
