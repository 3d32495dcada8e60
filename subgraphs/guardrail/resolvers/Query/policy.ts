import type { QueryResolvers } from '../../generated/resolvers';
import { findPolicy } from '../../services/policy';

export const policy: QueryResolvers['policy'] = (_parent, { id }, ctx) => findPolicy(ctx, id);
