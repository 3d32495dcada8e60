import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import { backoffDelay, pause } from './backoff';
import { asDatabaseFault, databaseFault, isConflict, isPoolExhausted, isUnavailable } from './fault';
import { throttled } from './logger';
import type { DatabasePool } from './pool';

/** Attempts at a whole transaction that conflicts with others. */
const CONFLICT_ATTEMPTS = 3;
/** A request gives up on an unreachable database before its caller does. */
const RETRY_BUDGET_MS = 4_500;

export interface QueryOptions {
  /** Running it twice does no harm (a read, an upsert by key): it may then be repeated after the connection broke in the middle. */
  idempotent?: boolean;
}

export interface TransactionOptions {
  isolation?: 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';
  readOnly?: boolean;
}

/** Thrown inside an attempt to say that running it again is safe. */
class Repeatable extends Error {
  constructor(override readonly cause: unknown) {
    super('repeatable');
  }
}

/**
 * Runs one statement on a pooled connection. Repeats it, with backoff, when no connection could be had, when it lost
 * against a concurrent transaction (it then had no effect), and after a broken connection only if `idempotent`.
 * Throws a DatabaseFault for failures of the database, and pg's own error when the statement is refused.
 */
export async function executeQuery<Row extends QueryResultRow = QueryResultRow>(
  pool: DatabasePool,
  text: string,
  values: readonly unknown[] = [],
  { idempotent = false }: QueryOptions = {},
): Promise<QueryResult<Row>> {
  return repeated(pool, async () => {
    const client = await acquire(pool);
    let broken = false;
    try {
      return await client.query<Row>(text, [...values]);
    } catch (error) {
      broken = leavesConnectionBroken(error);
      if (isConflict(error) || (idempotent && isUnavailable(error))) throw new Repeatable(error);
      throw asDatabaseFault(error, isUnavailable(error));
    } finally {
      client.release(broken);
    }
  });
}

/**
 * Runs `work` in one transaction: commits when it resolves, rolls back when it throws, and passes the error on. The
 * whole is repeated, so `work` must have no effect outside the database, when it conflicts with another transaction
 * (3 attempts in all) or the connection breaks before COMMIT is sent. A connection lost during COMMIT gives
 * DATABASE_UNAVAILABLE with `details.outcomeUnknown`, never a repetition.
 */
export async function executeTransaction<T>(
  pool: DatabasePool,
  work: (client: PoolClient) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  return repeated(pool, async () => {
    const client = await acquire(pool);
    let broken = false;
    let committing = false;
    try {
      await client.query(beginStatement(options));
      const value = await work(client);
      committing = true;
      await client.query('COMMIT');
      return value;
    } catch (error) {
      broken = leavesConnectionBroken(error) || !(await rolledBack(client));
      if (isConflict(error) || (!committing && isUnavailable(error))) throw new Repeatable(error);
      throw asDatabaseFault(error, committing && isUnavailable(error));
    } finally {
      client.release(broken);
    }
  });
}

function beginStatement({ isolation, readOnly }: TransactionOptions): string {
  return ['BEGIN', isolation ? `ISOLATION LEVEL ${isolation}` : '', readOnly ? 'READ ONLY' : ''].filter(Boolean).join(' ');
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}

/** A query that timed out on this side still runs on the connection: nobody else may get it. */
const leavesConnectionBroken = (error: unknown): boolean =>
  isUnavailable(error) || (error instanceof Error && error.message.includes('Query read timeout'));

async function acquire(pool: DatabasePool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    if (isUnavailable(error) && !isPoolExhausted(error)) throw new Repeatable(error);
    throw asDatabaseFault(error);
  }
}

const reports = new WeakMap<DatabasePool, ReturnType<typeof throttled>>();

function reportRetry(pool: DatabasePool, fields: object): void {
  let report = reports.get(pool);
  if (!report) reports.set(pool, (report = throttled((more, message) => pool.logger.warn(more, message))));
  report({ service: pool.settings.service, ...fields }, 'database operation repeated');
}

async function repeated<T>(pool: DatabasePool, attemptOnce: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  let conflicts = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce();
    } catch (error) {
      if (!(error instanceof Repeatable)) throw error;
      const conflict = isConflict(error.cause);
      if (conflict) conflicts += 1;
      const delayMs = backoffDelay(conflict ? conflicts : attempt, { baseMs: conflict ? 20 : pool.settings.retryBaseMs, maxMs: 2_000 });
      const spent = performance.now() - startedAt + delayMs > RETRY_BUDGET_MS;
      if (conflict ? conflicts >= CONFLICT_ATTEMPTS : attempt > pool.settings.retries || spent)
        throw databaseFault(error.cause) ?? error.cause;
      reportRetry(pool, { attempt, delayMs, conflict });
      await pause(delayMs);
    }
  }
}
