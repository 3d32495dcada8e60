import type { JsonObject } from '#domain/json';
import type { MutationResolvers } from '../../generated/resolvers';
import { createBlueprintOf } from '../../services/authoring';
import { blueprintPayload } from '../blueprint-payload';

export const createBlueprint: MutationResolvers['createBlueprint'] = async (_parent, { input }, ctx) =>
  blueprintPayload(await createBlueprintOf(ctx, { ...input, labels: input.labels as JsonObject | null | undefined }));
