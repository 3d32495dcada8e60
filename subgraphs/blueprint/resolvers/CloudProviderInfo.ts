import { regions } from '#domain/catalog/regions';
import { readPage, toConnection, pageOfArray } from '#platform/page';
import type { CloudProviderInfoResolvers } from '../generated/resolvers';
import { providerNames, resourceType, resourceTypeNames, schemaVersion } from '../services/catalog';

export const CloudProviderInfo: CloudProviderInfoResolvers = {
  name: ({ id }) => providerNames[id],
  schemaVersion: ({ id }, _args, ctx) => schemaVersion(ctx.catalog().provider(id)),
  regions: ({ id }) => [...regions[id]],
  resourceTypes: ({ id }, args, ctx) => {
    const request = readPage(args);
    const page = pageOfArray(resourceTypeNames(ctx, id, args.search ?? null), request);
    return toConnection(
      page,
      request,
      (_name, at) => [String(page.offset + at)],
      (name) => resourceType(ctx, id, name)!,
    );
  },
  resourceType: ({ id }, { name }, ctx) => resourceType(ctx, id, name),
};
