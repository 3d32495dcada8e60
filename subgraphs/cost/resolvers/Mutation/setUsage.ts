import type { Json } from '#domain/json';
import type { MutationResolvers } from '../../generated/resolvers';
import { setUsage as set } from '../../services/usage';

export const setUsage: MutationResolvers['setUsage'] = async (_parent, { input }, ctx) => {
  const result = await set(ctx, input);
  return result.ok
    ? { usage: result.value as unknown as Json, userErrors: [] }
    : { usage: result.fault.usage as unknown as Json, userErrors: result.fault.faults };
};
