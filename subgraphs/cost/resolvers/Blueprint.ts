import type { Json } from '#domain/json';
import type { BlueprintResolvers } from '../generated/resolvers';
import { findBlueprint, usageOf } from '../services/usage';

export const Blueprint: BlueprintResolvers = {
  __resolveReference: ({ id }, ctx) => findBlueprint(ctx, id),
  usage: async (blueprint, _args, ctx) => (await usageOf(ctx, blueprint.id)) as unknown as Json,
};
