import type { ConnectionOptions } from 'node:tls';
import type { PoolConfig } from 'pg';

/** How one service connects to its database. Durations are milliseconds; 0 switches a server-side limit off. */
export interface PoolSettings {
  /** The service's name: shown as application_name in pg_stat_activity and in every log line. */
  service: string;
  connectionString: string;
  max: number;
  min: number;
  idleTimeoutMs: number;
  connectTimeoutMs: number;
  /** A connection is replaced after so many uses, which follows a failover and bounds server-side caches. */
  maxUses: number;
  statementTimeoutMs: number;
  queryTimeoutMs: number;
  idleInTransactionTimeoutMs: number;
  lockTimeoutMs: number;
  /** Retries after the first attempt to connect, or to run what is safe to run again. */
  retries: number;
  retryBaseMs: number;
  /** false: plain text. true: TLS with verification. Else Node's TLS options, e.g. `{ ca }`. */
  ssl: boolean | ConnectionOptions;
}

export type DatabaseConfig = Pick<PoolSettings, 'service' | 'connectionString'> & Partial<PoolSettings>;

export const POOL_DEFAULTS: Omit<PoolSettings, 'service' | 'connectionString'> = {
  max: 20,
  min: 2,
  idleTimeoutMs: 30_000,
  connectTimeoutMs: 5_000,
  maxUses: 7_500,
  statementTimeoutMs: 30_000,
  queryTimeoutMs: 30_000,
  idleInTransactionTimeoutMs: 10_000,
  lockTimeoutMs: 5_000,
  retries: 5,
  retryBaseMs: 100,
  ssl: false,
};

/** Fills in the defaults and refuses what no pool can be made of. Throws a RangeError that names the setting. */
export function poolSettings(config: DatabaseConfig): PoolSettings {
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
  const settings: PoolSettings = { ...POOL_DEFAULTS, ...(given as DatabaseConfig) };
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value === 'number' && (!Number.isInteger(value) || value < 0))
      throw new RangeError(`Database pool: ${name} must be a whole number of at least 0, got ${value}.`);
  }
  if (settings.max < 1) throw new RangeError(`Database pool: max must be at least 1, got ${settings.max}.`);
  if (settings.min > settings.max) throw new RangeError(`Database pool: min (${settings.min}) must not exceed max (${settings.max}).`);
  return settings;
}

/** The same settings in the words of node-postgres. */
export function pgPoolConfig(settings: PoolSettings): PoolConfig {
  return {
    connectionString: settings.connectionString,
    application_name: settings.service,
    max: settings.max,
    min: settings.min,
    idleTimeoutMillis: settings.idleTimeoutMs,
    connectionTimeoutMillis: settings.connectTimeoutMs,
    maxUses: settings.maxUses || Infinity,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    statement_timeout: settings.statementTimeoutMs,
    query_timeout: settings.queryTimeoutMs,
    idle_in_transaction_session_timeout: settings.idleInTransactionTimeoutMs,
    lock_timeout: settings.lockTimeoutMs,
    // An sslmode inside the connection string stays in force when the setting is off.
    ...(settings.ssl === false ? {} : { ssl: settings.ssl }),
  };
}
