import { readPage, toConnection } from '#platform/page';
import type { QueryResolvers } from '../../generated/resolvers';
import { listPrices } from '../../services/price';

export const prices: QueryResolvers['prices'] = async (_parent, args, ctx) => {
  const request = readPage(args);
  return toConnection(await listPrices(ctx, args.filter, request), request, (price) => [price.id]);
};
