import type { QueryResolvers } from '../../generated/resolvers';
import { findRevision } from '../../services/revision';

export const blueprintRevision: QueryResolvers['blueprintRevision'] = (_parent, { id }, ctx) => findRevision(ctx, id);
