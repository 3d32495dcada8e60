import type { QueryResolvers } from '../../generated/resolvers';
import { findAlert } from '../../services/alert';

export const driftAlert: QueryResolvers['driftAlert'] = (_parent, { id }, ctx) => findAlert(ctx, id);
