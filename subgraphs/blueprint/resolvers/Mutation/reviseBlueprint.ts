import type { MutationResolvers } from '../../generated/resolvers';
import { reviseBlueprintOf } from '../../services/authoring';
import { blueprintPayload } from '../blueprint-payload';

export const reviseBlueprint: MutationResolvers['reviseBlueprint'] = async (_parent, { input }, ctx) =>
  blueprintPayload(await reviseBlueprintOf(ctx, input));
