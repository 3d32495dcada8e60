import { join, resolve } from 'node:path';
import { checkConnectionBudget, readMaxConnections } from '#platform/database/connection-budget';
import { databaseUrl, withClient } from '#platform/database/databases';
import { startEmbeddedPostgres } from '#platform/database/embedded';
import type { Logger } from '#platform/database/logger';
import type { Running } from '#platform/lifecycle';
import { subgraphNames } from '#platform/subgraph/config';
import type { StartConfig } from './config';

const listeners = subgraphNames.length;
/** Its pool and its own listener. */
const busConnections = 5;
/** Migrations, and tools of the operator. */
const reserve = 5;

/**
 * The PostgreSQL server that all subgraphs use: the one of DATABASE_URL, or an embedded one in the data folder.
 *
 * @param apart whether each subgraph has a process, and so a bus, of its own
 * @throws when the sum of all pools does not fit into the server's max_connections
 */
export async function openServer(config: StartConfig, { apart, log }: { apart: boolean; log: Logger }): Promise<Running & { url: string }> {
  const events = { settings: { service: 'events', max: listeners + busConnections * (apart ? subgraphNames.length : 1) } };
  const pools = [...subgraphNames.map((service) => ({ settings: { service, max: config.poolMax } })), events];
  const wanted = pools.reduce((sum, { settings }) => sum + settings.max, reserve);
  const server = config.databaseUrl
    ? { connectionString: config.databaseUrl, stop: async () => undefined }
    : await startEmbeddedPostgres({
        dataDir: join(resolve(config.dataFolder), 'postgres'),
        port: config.embeddedPort,
        maxConnections: Math.max(200, wanted),
        durable: config.durable,
        logger: log,
      });
  try {
    const most = await withClient(databaseUrl(server.connectionString, 'postgres'), (client) => readMaxConnections(client));
    checkConnectionBudget(pools, most, reserve);
  } catch (fault) {
    await server.stop();
    throw fault;
  }
  return { url: server.connectionString, stop: () => server.stop() };
}
