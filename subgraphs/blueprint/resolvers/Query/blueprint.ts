import type { QueryResolvers } from '../../generated/resolvers';
import { findBlueprint } from '../../services/blueprint';

export const blueprint: QueryResolvers['blueprint'] = (_parent, { id }, ctx) => findBlueprint(ctx, id);
