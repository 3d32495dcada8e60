import type { MutationResolvers } from '../../generated/resolvers';
import { refreshSession as refresh } from '../../services/session';
import { sessionPayload } from '../session-payload';

export const refreshSession: MutationResolvers['refreshSession'] = async (_parent, { input }, ctx) =>
  sessionPayload(ctx, await refresh(ctx, input));
