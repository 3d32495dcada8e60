import { createListener, type Listener } from '../database/listen';
import { checkDatabaseHealth, closeDatabasePool, connectWithRetry, createDatabasePool, type DatabasePool } from '../database/pool';
import { createDatabase, databaseUrl } from '../database/databases';
import type { Logger } from '../database/logger';
import { applyMigrations } from '../database/migrations';
import type { EventBus } from '../events/bus';
import { startRelay } from '../events/relay';
import { createHealth, type Health, type HealthCheck } from '../health';
import { stopAll, type Running } from '../lifecycle';
import { createLogger } from '../log';
import { projectPath } from '../project';
import { openBus } from './bus';
import type { SubgraphConfig } from './config';
import { idempotencyExpiry, startHousekeeping, type Expiry } from './housekeeping';

/** What every subgraph stands on: its log, its migrated database behind a pool, its events in and out, its health. */
export interface Foundation extends Running {
  log: Logger;
  pool: DatabasePool;
  /** Notifications of the subgraph's own database. */
  listener: Listener;
  /** Events of all subgraphs; those of this one get there from its outbox. */
  bus: EventBus;
  health: Health;
}

export interface FoundationOptions {
  /** Shared by the subgraphs of one process; without it the subgraph opens its own. */
  bus?: EventBus;
  checks?: Record<string, () => Promise<Omit<HealthCheck, 'latencyMs'>>>;
  /** By default the keys of idempotent mutations. */
  expiries?: readonly Expiry[];
}

/** Creates and migrates the subgraph's database, opens its pool, relays its outbox to the bus and starts the health checks. */
export async function openFoundation(
  config: SubgraphConfig,
  { bus: shared, checks = {}, expiries = [idempotencyExpiry] }: FoundationOptions = {},
): Promise<Foundation> {
  const log = createLogger(config.name, config.logLevel);
  const { connectionString, service } = config.database;
  await createDatabase(databaseUrl(connectionString, 'postgres'), databaseName(connectionString));
  const applied = await applyMigrations({ connectionString, schemaDir: projectPath('prisma', config.name) });
  if (applied.length) log.info({ applied }, 'migrated');
  const pool = createDatabasePool({ ...config.database, logger: log });
  await connectWithRetry(pool);
  const listener = createListener({ connectionString, service, logger: log });
  const bus = shared ?? (await openBus(config, log));
  const relay = await startRelay({ pool, listener, bus, source: `lintel/${config.name}` });
  const database = async () => {
    const { status, pool: stats } = await checkDatabaseHealth(pool);
    return { status, ...stats };
  };
  const events = async () => {
    const { pending, oldestSeconds } = await relay.lag();
    return { status: oldestSeconds > 60 ? ('degraded' as const) : ('healthy' as const), pending, oldestSeconds };
  };
  const health = createHealth(config.name, { database, events, ...checks });
  await health.probe();
  const close: Running[] = [
    { stop: () => closeDatabasePool(pool) },
    { stop: () => listener.close() },
    ...(shared ? [] : [bus]),
    relay,
    startHousekeeping(pool, expiries),
  ];
  return { log, pool, listener, bus, health, stop: stopAll(close) };
}

export const databaseName = (connectionString: string): string => decodeURIComponent(new URL(connectionString).pathname.slice(1));
