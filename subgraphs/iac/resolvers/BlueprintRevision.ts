import type { BlueprintRevisionResolvers } from '../generated/resolvers';
import { generateIac } from '../services/iac';

export const BlueprintRevision: BlueprintRevisionResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  iac: ({ id }, { format }, ctx) => generateIac(ctx, id, format),
};
