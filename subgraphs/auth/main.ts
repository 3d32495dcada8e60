import { readFileSync } from 'node:fs';
import type { EventBus } from '#platform/events/bus';
import { stopAll, type Running } from '#platform/lifecycle';
import { projectPath } from '#platform/project';
import { openFoundation } from '#platform/subgraph/foundation';
import { startSubgraphServer } from '#platform/subgraph/server';
import { createAccessTokens } from './access-tokens';
import type { AuthConfig } from './config';
import { createContext, type Services } from './context';
import { createPasswords } from './passwords';
import { resolvers } from './resolvers/resolvers';
import { routes } from './routes';
import { createStore } from './store/store';

/** Starts the auth subgraph: people, organisations, sessions. */
export async function startAuth(config: AuthConfig, deps: { bus?: EventBus } = {}): Promise<Running & { url: string }> {
  const foundation = await openFoundation(config, {
    bus: deps.bus,
    expiries: [{ table: 'login_failure', column: 'at', seconds: config.loginLimits.windowSeconds }],
  });
  const services: Services = {
    store: createStore(foundation.pool),
    passwords: createPasswords(),
    accessTokens: createAccessTokens(config.signingKey, config.accessTokenSeconds, config.previousSigningKey),
    loginLimits: config.loginLimits,
    now: () => new Date(),
  };
  const server = await startSubgraphServer({
    name: config.name,
    host: config.host,
    port: config.port,
    typeDefs: readFileSync(projectPath('schema', 'auth.graphql'), 'utf8'),
    resolvers,
    contextSecret: config.contextSecret,
    createContext: (call) => createContext(services, call),
    routes: routes(services),
    health: foundation.health,
    log: foundation.log,
  });
  return { url: server.url, stop: stopAll([foundation, server]) };
}
