import type { CloudProvider } from '#domain/blueprint/content';
import type { Json } from '#domain/json';
import type { ComponentTypeResolvers } from '../generated/resolvers';

export const ComponentType: ComponentTypeResolvers = {
  providers: (type) => Object.keys(type.lower) as CloudProvider[],
  properties: (type) => type.properties as unknown as Json,
};
