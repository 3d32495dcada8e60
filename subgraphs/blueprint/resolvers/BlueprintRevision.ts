import { isValid } from '#domain/blueprint/analyse';
import { resourceAddress } from '#domain/blueprint/content';
import type { Json } from '#domain/json';
import { readPage, toConnection } from '#platform/page';
import type { BlueprintRevisionResolvers } from '../generated/resolvers';
import { findBlueprint } from '../services/blueprint';
import { analysisOf, componentsOf, contentOf, diffOf, findRevision, resourcesOf } from '../services/revision';
import { pageByAddress } from './page-by-address';

export const BlueprintRevision: BlueprintRevisionResolvers = {
  __resolveReference: ({ id }, ctx) => findRevision(ctx, id),
  blueprint: (revision, _args, ctx) => findBlueprint(ctx, revision.blueprintId),
  createdBy: (revision) => (revision.createdById ? { id: revision.createdById } : null),
  content: async (revision, _args, ctx) => (await contentOf(ctx, revision)) as unknown as Json,
  components: async (revision, _args, ctx) => componentsOf(ctx, revision),
  resources: async (revision, args, ctx) => {
    const request = readPage(args);
    const { type, search, component } = args.filter ?? {};
    const resources = await resourcesOf(ctx, revision);
    const wanted = resources.filter(
      (one) =>
        (!component || one.component === component) && (!type || one.type === type) && (!search || resourceAddress(one).includes(search)),
    );
    return toConnection(pageByAddress(wanted, request), request, (one) => [resourceAddress(one)]);
  },
  resource: async (revision, { address }, ctx) =>
    (await resourcesOf(ctx, revision)).find((one) => resourceAddress(one) === address) ?? null,
  graph: async (revision, _args, ctx) => (await analysisOf(ctx, revision)).graph,
  variables: async (revision, _args, ctx) => (await contentOf(ctx, revision)).variables,
  outputs: async (revision, _args, ctx) => (await contentOf(ctx, revision)).outputs,
  validation: async (revision, _args, ctx) => {
    const { findings } = await analysisOf(ctx, revision);
    return { valid: isValid(findings), findings };
  },
  diff: (revision, { againstRevision }, ctx) => diffOf(ctx, revision, againstRevision ?? null),
};
