import type { QueryResolvers } from '../../generated/resolvers';
import { findProject } from '../../services/project';

export const project: QueryResolvers['project'] = (_parent, { id }, ctx) => findProject(ctx, id);
