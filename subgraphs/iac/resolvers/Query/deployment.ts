import type { QueryResolvers } from '../../generated/resolvers';
import { findDeployment } from '../../services/deployment';

export const deployment: QueryResolvers['deployment'] = (_parent, { id }, ctx) => findDeployment(ctx, id);
