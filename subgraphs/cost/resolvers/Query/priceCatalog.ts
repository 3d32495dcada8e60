import type { QueryResolvers } from '../../generated/resolvers';
import { priceCatalog as read } from '../../services/price';

export const priceCatalog: QueryResolvers['priceCatalog'] = (_parent, _args, ctx) => read(ctx);
