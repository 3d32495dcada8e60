import { notAvailableYet } from '#platform/denial';
import type { ResourceTypeResolvers } from '../generated/resolvers';
import { schemaJson } from '../services/catalog';

export const ResourceType: ResourceTypeResolvers = {
  description: notAvailableYet,
  schema: (type) => schemaJson(type.block),
};
