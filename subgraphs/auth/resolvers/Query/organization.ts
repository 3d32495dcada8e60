import type { QueryResolvers } from '../../generated/resolvers';
import { findOrganization } from '../../services/viewer';

export const organization: QueryResolvers['organization'] = (_parent, args, ctx) => findOrganization(ctx, args);
