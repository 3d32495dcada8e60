import { setTimeout as pause } from 'node:timers/promises';
import { createLogger } from '#platform/log';
import type { Logger } from '#platform/database/logger';
import { createAdmission } from './admission';
import { disableVendorTelemetry, type GatewayConfig } from './config';
import { createCredentials } from './credentials';
import { createExecutor } from './execution/execute';
import { createTransport } from './execution/transport';
import { createGatewayHealth } from './health';
import { startApollo } from './http/apollo';
import { graphqlRoute } from './http/graphql-route';
import { createRouter, type Route } from './http/router';
import { serviceRoutes } from './http/service-routes';
import { sessionRoutes } from './http/session-routes';
import { staticFiles } from './http/static-files';
import { createHttpServer } from './http';
import { createSocketOperations } from './subscriptions/operations';
import { serveSubscriptions } from './subscriptions/server';
import { createSupergraph, supergraphFile } from './supergraph';
import { createVerificationKeys } from './verification-keys';

export interface GatewayDependencies {
  log?: Logger;
  /** Paths of other parts of the process, looked at before the gateway's own. */
  routes?: readonly Route[];
}

export interface Gateway {
  url: string;
  /** Turns unready, lets accepted requests finish, closes sockets with 1001. */
  stop(): Promise<void>;
}

/** Starts the public door. It serves at once, and is ready when every subgraph has answered. */
export async function startGateway(config: GatewayConfig, dependencies: GatewayDependencies = {}): Promise<Gateway> {
  disableVendorTelemetry();
  const log = dependencies.log ?? createLogger('gateway', config.logLevel);
  const transport = createTransport(config.subgraphs, config.subgraph, log);
  const keys = createVerificationKeys(transport);
  const credentials = createCredentials({ transport, keys, contextTokenSecret: config.contextTokenSecret, cacheMs: config.viewerCacheMs });
  const admission = createAdmission(config);
  const executor = createExecutor(transport, log);
  const supergraph = createSupergraph({
    sdl: supergraphFile(config.supergraphPath, { reload: config.development, log }),
    subgraphs: config.subgraphs,
    executor,
    log,
  });
  const health = createGatewayHealth(transport, Object.keys(config.subgraphs), config.healthProbeMs);
  const apollo = await startApollo({ gateway: supergraph, admission, config, log });
  const files = { GET: staticFiles(config.consoleDirectory) };
  const route = createRouter([
    ...(dependencies.routes ?? []),
    graphqlRoute({ apollo, admission, credentials, config }),
    ...sessionRoutes({ transport, contextTokenSecret: config.contextTokenSecret, deadlineMs: config.operationDeadlineMs, log }),
    ...serviceRoutes({ health, keys }),
    { path: '/', methods: files },
    { path: '/assets/*', methods: files },
    { path: '/graphiql', methods: files },
    { path: '/graphiql/*', methods: files },
    { path: '/favicon.ico', methods: files },
  ]);
  const http = createHttpServer({ config, route, log });
  const operations = createSocketOperations({ graphs: supergraph, admission, executor, transport, config, log });
  const subscriptions = serveSubscriptions({ server: http.server, operations, credentials, graphs: supergraph, config, log });
  const url = await http.listen().catch(async (fault: unknown) => {
    await apollo.stop();
    await transport.stop();
    throw fault;
  });
  void health.start();
  log.info({ url }, 'listening');

  let stopping: Promise<void> | undefined;
  async function stop(): Promise<void> {
    health.drain();
    await pause(config.drainDelayMs);
    await Promise.all([subscriptions.stop(), http.close(config.shutdownGraceMs)]);
    health.stop();
    await apollo.stop();
    await transport.stop();
    log.info({}, 'stopped');
  }
  return { url, stop: () => (stopping ??= stop()) };
}
