import type { PriceResolvers } from '../generated/resolvers';

export const Price: PriceResolvers = {
  asOf: (price) => new Date(price.asOf),
};
