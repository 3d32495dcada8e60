import type { MutationResolvers } from '../../generated/resolvers';
import { logIn } from '../../services/session';
import { sessionPayload } from '../session-payload';

export const login: MutationResolvers['login'] = async (_parent, { input }, ctx) => sessionPayload(ctx, await logIn(ctx, input));
