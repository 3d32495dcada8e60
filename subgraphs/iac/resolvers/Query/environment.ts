import type { QueryResolvers } from '../../generated/resolvers';
import { findEnvironment } from '../../services/environment';

export const environment: QueryResolvers['environment'] = (_parent, { id }, ctx) => findEnvironment(ctx, id);
