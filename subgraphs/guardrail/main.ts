import { readFileSync } from 'node:fs';
import type { EventBus } from '#platform/events/bus';
import { stopAll, type Running } from '#platform/lifecycle';
import { createLogger } from '#platform/log';
import { projectPath } from '#platform/project';
import { openFoundation } from '#platform/subgraph/foundation';
import { createPeer } from '#platform/subgraph/peer';
import { startSubgraphServer } from '#platform/subgraph/server';
import type { DomainWork } from '#workers/domain-work';
import type { GuardrailConfig } from './config';
import { startConsumers } from './consumers';
import { createContext, type Services } from './context';
import { createEngine } from './engine';
import { createEvaluator } from './evaluator';
import { blueprintPeer } from './peers/blueprint';
import { iacPeer } from './peers/iac';
import { createPolicyTester } from './policy-tester';
import { resolvers } from './resolvers/resolvers';
import { createStore } from './store/store';

/** Starts the guardrail subgraph: policies, and what they say of designs and plans. */
export async function startGuardrail(
  config: GuardrailConfig,
  deps: { work: DomainWork; bus?: EventBus },
): Promise<Running & { url: string }> {
  const log = createLogger(config.name, config.logLevel);
  const engine = createEngine(config.engines);
  const foundation = await openFoundation(config, { bus: deps.bus, checks: { engine: engine.health }, expiries: [] });
  const peer = { issuer: config.name, secret: config.contextSecret };
  const blueprints = createPeer({ ...peer, url: config.blueprintUrl, audience: 'blueprint' });
  const deployments = createPeer({ ...peer, url: config.iacUrl, audience: 'iac' });
  const services: Services = {
    store: createStore(foundation.pool),
    evaluator: createEvaluator({ engine, work: deps.work, atOnce: config.engines + 1, log }),
    tester: createPolicyTester(engine),
    blueprints: blueprintPeer(blueprints),
    deployments: iacPeer(deployments),
    inProgress: new Map(),
    now: () => new Date(),
  };
  const server = await startSubgraphServer({
    name: config.name,
    host: config.host,
    port: config.port,
    typeDefs: readFileSync(projectPath('schema', 'guardrail.graphql'), 'utf8'),
    resolvers,
    contextSecret: config.contextSecret,
    createContext: (call) => createContext(services, call),
    health: foundation.health,
    log,
  });
  const consumers = await startConsumers(services, foundation.bus);
  // Nobody waits for the engine yet: it warms up while the rest of the start goes on.
  void engine.pool().catch((err: unknown) => log.warn({ err }, 'the policy engine did not start'));
  return { url: server.url, stop: stopAll([foundation, engine, blueprints, deployments, server, consumers]) };
}
