import type { MutationResolvers } from '../../generated/resolvers';
import { testPolicy as test } from '../../services/policy-test';

export const testPolicy: MutationResolvers['testPolicy'] = async (_parent, { input }, ctx) => {
  const result = await test(ctx, input);
  return result.ok ? { ...result.value, userErrors: [] } : { results: [], diagnostics: [], coverage: null, userErrors: result.fault };
};
