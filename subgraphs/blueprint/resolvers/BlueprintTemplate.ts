import type { Json } from '#domain/json';
import type { BlueprintTemplateResolvers } from '../generated/resolvers';

export const BlueprintTemplate: BlueprintTemplateResolvers = {
  content: (template) => template.content as unknown as Json,
};
