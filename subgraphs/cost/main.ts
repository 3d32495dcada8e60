import { readFileSync } from 'node:fs';
import type { EventBus } from '#platform/events/bus';
import { stopAll, type Running } from '#platform/lifecycle';
import { projectPath } from '#platform/project';
import { openFoundation } from '#platform/subgraph/foundation';
import { createPeer } from '#platform/subgraph/peer';
import { startSubgraphServer } from '#platform/subgraph/server';
import type { DomainWork } from '#workers/domain-work';
import type { CostConfig } from './config';
import { startConsumers } from './consumers';
import { createContext, type Services } from './context';
import { blueprintPeer } from './peers/blueprint';
import { iacPeer } from './peers/iac';
import { pricingVersion } from './pricing-version';
import { resolvers } from './resolvers/resolvers';
import { createRevisionEstimator } from './revision-estimator';
import { createStore } from './store/store';

/** Starts the cost subgraph: what designs, plans and environments cost a month. */
export async function startCost(config: CostConfig, deps: { work: DomainWork; bus?: EventBus }): Promise<Running & { url: string }> {
  const foundation = await openFoundation(config, { bus: deps.bus });
  const peer = (audience: string, url: string) => createPeer({ url, audience, issuer: config.name, secret: config.contextSecret });
  const blueprint = peer('blueprint', config.blueprintUrl);
  const iac = peer('iac', config.iacUrl);
  const services: Services = {
    store: createStore(foundation.pool),
    work: deps.work,
    blueprints: blueprintPeer(blueprint),
    iac: iacPeer(iac),
    estimator: createRevisionEstimator(deps.work),
    pricing: pricingVersion(),
    now: () => new Date(),
  };
  const server = await startSubgraphServer({
    name: config.name,
    host: config.host,
    port: config.port,
    typeDefs: readFileSync(projectPath('schema', 'cost.graphql'), 'utf8'),
    resolvers,
    contextSecret: config.contextSecret,
    createContext: (call) => createContext(services, call),
    health: foundation.health,
    log: foundation.log,
  });
  const consumers = await startConsumers(services, foundation.bus);
  return { url: server.url, stop: stopAll([foundation, blueprint, iac, server, consumers]) };
}
