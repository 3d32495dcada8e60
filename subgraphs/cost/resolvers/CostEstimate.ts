import { notAvailableYet } from '#platform/denial';
import { pageOf, readPage, toConnection } from '#platform/page';
import type { CostEstimateResolvers } from '../generated/resolvers';

export const CostEstimate: CostEstimateResolvers = {
  resources: async (estimate, args) => {
    const request = readPage(args);
    const after = request.after?.[0];
    const resources = await estimate.resourceCosts();
    const start = after === undefined ? 0 : resources.findIndex((one) => one.address > after);
    const rows = start < 0 ? [] : resources.slice(start, start + request.limit + 1);
    return toConnection(
      pageOf(rows, request, () => estimate.resourceCount),
      request,
      (one) => [one.address],
    );
  },
  recommendations: notAvailableYet,
};
