import { readFileSync } from 'node:fs';
import type { Catalog } from '#domain/catalog/catalog';
import { loadCatalog } from '#workers/catalog-files';
import type { EventBus } from '#platform/events/bus';
import { stopAll, type Running } from '#platform/lifecycle';
import { projectPath } from '#platform/project';
import { openFoundation } from '#platform/subgraph/foundation';
import { startSubgraphServer } from '#platform/subgraph/server';
import type { DomainWork } from '#workers/domain-work';
import type { BlueprintConfig } from './config';
import { createContext, type Services } from './context';
import { resolvers } from './resolvers/resolvers';
import { createStore } from './store/store';

/** Starts the blueprint subgraph: projects, designs and their revisions. */
export async function startBlueprint(
  config: BlueprintConfig,
  deps: { work: DomainWork; bus?: EventBus },
): Promise<Running & { url: string }> {
  const foundation = await openFoundation(config, { bus: deps.bus });
  let catalog: Catalog | undefined;
  const services: Services = {
    store: createStore(foundation.pool),
    work: deps.work,
    catalog: () => (catalog ??= loadCatalog()),
    now: () => new Date(),
  };
  const server = await startSubgraphServer({
    name: config.name,
    host: config.host,
    port: config.port,
    typeDefs: readFileSync(projectPath('schema', 'blueprint.graphql'), 'utf8'),
    resolvers,
    contextSecret: config.contextSecret,
    createContext: (call) => createContext(services, call),
    health: foundation.health,
    log: foundation.log,
  });
  return { url: server.url, stop: stopAll([foundation, server]) };
}
