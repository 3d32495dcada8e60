import { resourceAddress } from '#domain/blueprint/content';
import type { ResourceResolvers } from '../generated/resolvers';

export const Resource: ResourceResolvers = {
  address: (resource) => resourceAddress(resource),
};
