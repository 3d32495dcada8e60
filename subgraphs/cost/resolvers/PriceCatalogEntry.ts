import type { PriceCatalogEntryResolvers } from '../generated/resolvers';

export const PriceCatalogEntry: PriceCatalogEntryResolvers = {
  asOf: (entry) => new Date(entry.asOf),
};
