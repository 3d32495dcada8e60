import { hostname } from 'node:os';
import { readFileSync } from 'node:fs';
import type { EventBus } from '#platform/events/bus';
import { runWorker } from '#platform/jobs/worker';
import { stopAll, type Running } from '#platform/lifecycle';
import { projectPath } from '#platform/project';
import { openFoundation } from '#platform/subgraph/foundation';
import { createPeer } from '#platform/subgraph/peer';
import { startSubgraphServer } from '#platform/subgraph/server';
import type { MonitoringConfig } from './config';
import { startConsumers } from './consumers';
import { createContext, type Services } from './context';
import { startEventFeed } from './event-feed';
import { iacPeer } from './peers/iac';
import { resolvers } from './resolvers/resolvers';
import { startRetention } from './retention';
import { createServiceWatch } from './service-watch';
import { FINDINGS_QUEUE, readFindings } from './services/findings';
import { createStore } from './store/store';

/** Starts the monitoring subgraph: the event log, its live subscriptions, drift alerts and the health of all services. */
export async function startMonitoring(config: MonitoringConfig, deps: { bus?: EventBus } = {}): Promise<Running & { url: string }> {
  const foundation = await openFoundation(config, { bus: deps.bus });
  const { pool, listener, log, health } = foundation;
  const store = createStore(pool);
  const peer = createPeer({ url: config.iacUrl, audience: 'iac', issuer: config.name, secret: config.contextSecret });
  const watch = createServiceWatch({
    watched: config.watched,
    own: health,
    database: store.server.facts,
    broker: config.amqpUrl ? 'rabbitmq' : 'postgresql',
  });
  const feed = await startEventFeed({ listener, head: store.log.head, log });
  const services: Services = { store, iac: iacPeer(peer), feed, services: watch, now: () => new Date() };
  const worker = await runWorker({
    pool,
    listener,
    queue: FINDINGS_QUEUE,
    worker: `${hostname()}/${process.pid}`,
    concurrency: 4,
    handle: (job) => readFindings(services, job),
  });
  const consumers = await startConsumers(services, foundation.bus);
  const retention = startRetention({ store, days: config.retentionDays, log });
  const server = await startSubgraphServer({
    name: config.name,
    host: config.host,
    port: config.port,
    typeDefs: readFileSync(projectPath('schema', 'monitoring.graphql'), 'utf8'),
    resolvers,
    contextSecret: config.contextSecret,
    createContext: (call) => createContext(services, call),
    health,
    log,
  });
  return { url: server.url, stop: stopAll([foundation, peer, watch, feed, worker, retention, consumers, server]) };
}
