import { readFileSync } from 'node:fs';
import type { EventBus } from '#platform/events/bus';
import { stopAll, type Running } from '#platform/lifecycle';
import { projectPath } from '#platform/project';
import { openFoundation } from '#platform/subgraph/foundation';
import { startSubgraphServer } from '#platform/subgraph/server';
import type { DomainWork } from '#workers/domain-work';
import type { IacConfig } from './config';
import { startConsumers } from './consumers';
import { createContext } from './context';
import { resolvers } from './resolvers/resolvers';
import { startRunner } from './runner/main';
import { createServices } from './services';

/** Starts the iac subgraph: generated code, environments, deployment runs and their states; by default with a runner. */
export async function startIac(config: IacConfig, deps: { work: DomainWork; bus?: EventBus }): Promise<Running & { url: string }> {
  const foundation = await openFoundation(config, { bus: deps.bus });
  const { services, ...peers } = createServices(config, foundation, deps.work);
  const consumers = await startConsumers(services, foundation.bus);
  const runner = config.runnerInProcess ? [await startRunner(services, foundation.pool, { concurrency: config.runnerConcurrency })] : [];
  const server = await startSubgraphServer({
    name: config.name,
    host: config.host,
    port: config.port,
    typeDefs: readFileSync(projectPath('schema', 'iac.graphql'), 'utf8'),
    resolvers,
    contextSecret: config.contextSecret,
    createContext: (call) => createContext(services, call),
    health: foundation.health,
    log: foundation.log,
  });
  return { url: server.url, stop: stopAll([foundation, peers, consumers, ...runner, server]) };
}
