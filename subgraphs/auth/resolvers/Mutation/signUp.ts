import type { MutationResolvers } from '../../generated/resolvers';
import { signUp as create } from '../../services/account';
import { sessionPayload } from '../session-payload';

export const signUp: MutationResolvers['signUp'] = async (_parent, { input }, ctx) => sessionPayload(ctx, await create(ctx, input));
