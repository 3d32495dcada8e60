import { join, resolve } from 'node:path';
import { checkConnectionBudget, readMaxConnections } from '#platform/database/connection-budget';
import { databaseUrl } from '#platform/database/databases';
import { startEmbeddedPostgres } from '#platform/database/embedded';
import type { Logger } from '#platform/database/logger';
import { withClient } from '#platform/database/databases';
import type { Running } from '#platform/lifecycle';
import { subgraphNames } from '#platform/subgraph/config';
import type { StartConfig } from './config';

/** Connections of the event bus and of the notification listeners, beside the six pools. */
const besidePools = 6 * 2 + 8;

/**
 * The PostgreSQL server that all subgraphs use: the one of DATABASE_URL, or an embedded one in the data folder.
 *
 * @throws when the sum of all pools does not fit into the server's max_connections
 */
export async function openServer(config: StartConfig, log: Logger): Promise<Running & { url: string }> {
  const wanted = config.poolMax * subgraphNames.length + besidePools + 10;
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
    const pools = subgraphNames.map((service) => ({ settings: { service, max: config.poolMax } }));
    const most = await withClient(databaseUrl(server.connectionString, 'postgres'), (client) => readMaxConnections(client));
    checkConnectionBudget([...pools, { settings: { service: 'events', max: besidePools } }], most, 5);
  } catch (fault) {
    await server.stop();
    throw fault;
  }
  return { url: server.connectionString, stop: () => server.stop() };
}
