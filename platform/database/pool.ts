import pg from 'pg';
import { backoffDelay, pause } from './backoff';
import { asDatabaseFault, isPoolExhausted, isUnavailable } from './fault';
import { throttled, type Logger } from './logger';
import { pgPoolConfig, poolSettings, type DatabaseConfig, type PoolSettings } from './settings';

/** A node-postgres pool that knows its settings and its log; hand it to Prisma as it is: `new PrismaPg(pool)`. */
export interface DatabasePool extends pg.Pool {
  readonly settings: PoolSettings;
  readonly logger: Logger;
}

/** Connections of one pool: open in all, free, callers in the queue, and the bound. */
export interface PoolStats {
  total: number;
  idle: number;
  waiting: number;
  max: number;
}

export interface DatabaseHealth {
  status: 'healthy' | 'unhealthy';
  latencyMs: number;
  pool: PoolStats;
  /** Why it is unhealthy, in words without host, user or statement. */
  reason?: string;
}

/**
 * Creates a pool; opens nothing yet (see `connectWithRetry`). Errors of idle connections are logged, at most one line a
 * second, and never end the process: the pool drops the connection and the next call opens another.
 */
export function createDatabasePool(config: DatabaseConfig & { logger: Logger }): DatabasePool {
  const { logger, ...rest } = config;
  const settings = poolSettings(rest);
  const fields = { service: settings.service };
  const warn = throttled((more, message) => logger.warn(more, message));
  const pool = Object.assign(new pg.Pool(pgPoolConfig(settings)), { settings, logger });
  // A client lost between two statements also emits 'error'; without a listener of its own that would end the process.
  const onClientError = (error: Error) => warn({ ...fields, error: error.message }, 'database connection failed');
  pool.on('connect', (client) => {
    client.on('error', onClientError);
    logger.debug({ ...fields, ...getPoolStats(pool) }, 'database connection opened');
  });
  pool.on('remove', () => logger.debug({ ...fields, ...getPoolStats(pool) }, 'database connection closed'));
  pool.on('error', (error) => warn({ ...fields, error: error.message }, 'idle database connection lost'));
  logger.info({ ...fields, max: settings.max, min: settings.min }, 'database pool created');
  return pool;
}

/**
 * Waits until the database answers, then opens the pool's minimum of connections (node-postgres keeps a minimum but
 * does not open it). Tries `settings.retries` more times with exponential backoff. Throws a DatabaseFault
 * DATABASE_UNAVAILABLE after the last attempt, and at once what waiting cannot cure, e.g. a wrong password.
 */
export async function connectWithRetry(pool: DatabasePool): Promise<void> {
  const { settings, logger } = pool;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await warm(pool);
      logger.info({ service: settings.service, attempt, ...getPoolStats(pool) }, 'database connected');
      return;
    } catch (error) {
      if (!isUnavailable(error) || attempt > settings.retries) throw asDatabaseFault(error);
      const delayMs = backoffDelay(attempt, { baseMs: settings.retryBaseMs, maxMs: 5_000 });
      logger.warn({ service: settings.service, attempt, delayMs, error: messageOf(error) }, 'database not reachable, trying again');
      await pause(delayMs);
    }
  }
}

async function warm(pool: DatabasePool): Promise<void> {
  const opened = await Promise.allSettled(Array.from({ length: Math.max(1, pool.settings.min) }, () => pool.connect()));
  const clients = opened.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  try {
    const failed = opened.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    await Promise.all(clients.map((client) => client.query('SELECT 1')));
  } finally {
    for (const client of clients) client.release();
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Counts of this moment; costs nothing. */
export function getPoolStats(pool: DatabasePool): PoolStats {
  return { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount, max: pool.settings.max };
}

/**
 * Asks the database for an answer within `timeoutMs` (default 80, since a health answer takes less than 100 ms).
 * A pool whose connections are all busy is healthy as long as nobody waited in vain: the answer then comes from the
 * counts alone, so that health stays fast under load. Never throws.
 */
export async function checkDatabaseHealth(pool: DatabasePool, timeoutMs = 80): Promise<DatabaseHealth> {
  const started = performance.now();
  const answer = (reason?: string): DatabaseHealth => ({
    status: reason ? 'unhealthy' : 'healthy',
    latencyMs: Math.round((performance.now() - started) * 10) / 10,
    pool: getPoolStats(pool),
    ...(reason ? { reason } : {}),
  });
  if (pool.ending || pool.ended) return answer('The pool is closed.');
  const saturated = pool.idleCount === 0 && pool.totalCount >= pool.settings.max;
  if (saturated) return answer();
  const stop = new AbortController();
  const probe = pool.query('SELECT 1').then(
    () => undefined,
    (error: unknown) => (isPoolExhausted(error) ? 'All connections are busy.' : 'The database does not answer.'),
  );
  const deadline = pause(timeoutMs, stop.signal).then(() => `No answer within ${timeoutMs} ms.`);
  const reason = await Promise.race([probe, deadline]);
  stop.abort();
  return answer(reason);
}

/** Lets running queries finish, then closes every connection. A second call does nothing. */
export async function closeDatabasePool(pool: DatabasePool): Promise<void> {
  if (pool.ending || pool.ended) return;
  await pool.end();
  pool.logger.info({ service: pool.settings.service }, 'database pool closed');
}
