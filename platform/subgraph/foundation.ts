import { checkDatabaseHealth, closeDatabasePool, connectWithRetry, createDatabasePool, type DatabasePool } from '../database/pool';
import { createDatabase, databaseUrl } from '../database/databases';
import type { Logger } from '../database/logger';
import { applyMigrations } from '../database/migrations';
import { createHealth, type Health, type HealthCheck } from '../health';
import { createLogger } from '../log';
import { projectPath } from '../project';
import type { SubgraphConfig } from './config';

/** What every subgraph stands on: its log, its migrated database behind a pool, its health. */
export interface Foundation {
  log: Logger;
  pool: DatabasePool;
  health: Health;
  stop(): Promise<void>;
}

/** Creates and migrates the subgraph's database, opens its pool and starts the health checks. */
export async function openFoundation(config: SubgraphConfig, checks: Record<string, () => Promise<Omit<HealthCheck, 'latencyMs'>>> = {}): Promise<Foundation> {
  const log = createLogger(config.name, config.logLevel);
  const { connectionString } = config.database;
  await ensureDatabase(connectionString);
  const applied = await applyMigrations({ connectionString, schemaDir: projectPath('prisma', config.name) });
  if (applied.length) log.info({ applied }, 'migrated');
  const pool = createDatabasePool({ ...config.database, logger: log });
  await connectWithRetry(pool);
  const database = async () => {
    const { status, pool: stats } = await checkDatabaseHealth(pool);
    return { status, ...stats };
  };
  const health = createHealth(config.name, { database, ...checks });
  await health.probe();
  return { log, pool, health, stop: () => closeDatabasePool(pool) };
}

async function ensureDatabase(connectionString: string): Promise<void> {
  const name = decodeURIComponent(new URL(connectionString).pathname.slice(1));
  await createDatabase(databaseUrl(connectionString, 'postgres'), name);
}
