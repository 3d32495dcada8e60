import type { QueryResolvers } from '../../generated/resolvers';
import { currentUser } from '../../services/viewer';

export const me: QueryResolvers['me'] = (_parent, _args, ctx) => currentUser(ctx);
