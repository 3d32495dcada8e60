import { readPage, toConnection } from '#platform/page';
import type { QueryResolvers } from '../../generated/resolvers';
import { searchLibrary } from '../../services/policy';

export const policyLibrary: QueryResolvers['policyLibrary'] = (_parent, args, ctx) => {
  const request = readPage(args);
  return toConnection(searchLibrary(ctx, args, request), request, ({ rule }) => [rule]);
};
