import type { MutationResolvers } from '../../generated/resolvers';
import { overrideViolations as override } from '../../services/override';

export const overrideViolations: MutationResolvers['overrideViolations'] = async (_parent, { input }, ctx) => {
  const result = await override(ctx, input);
  return result.ok ? { evaluation: result.value, userErrors: [] } : { evaluation: null, userErrors: result.fault };
};
