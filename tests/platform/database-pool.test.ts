import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { checkConnectionBudget, readMaxConnections } from '#platform/database/connection-budget';
import { silentLogger } from '#platform/database/logger';
import {
  checkDatabaseHealth,
  closeDatabasePool,
  connectWithRetry,
  createDatabasePool,
  getPoolStats,
  type DatabasePool,
} from '#platform/database/pool';
import { executeQuery, executeTransaction } from '#platform/database/query';
import type { PoolSettings } from '#platform/database/settings';
import { testDatabase, type TestDatabase } from '#kit/postgres';

jest.setTimeout(20_000);

let database: TestDatabase;
const pools: DatabasePool[] = [];

beforeAll(async () => void (database = await testDatabase()));
afterAll(async () => {
  await Promise.all(pools.map(closeDatabasePool));
  await database.drop();
});

function openPool(settings: Partial<PoolSettings> = {}): DatabasePool {
  const pool = createDatabasePool({ service: 'test-pool', connectionString: database.connectionString, logger: silentLogger, ...settings });
  pools.push(pool);
  return pool;
}

const hang = (pool: DatabasePool) => pool.query('SELECT pg_sleep(30)').catch(() => undefined);
const terminate = (pool: DatabasePool, service: string) =>
  pool.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()', [service]);

describe('the database pool', () => {
  it('opens its minimum of connections before the first query', async () => {
    const pool = openPool();
    await connectWithRetry(pool);
    expect(getPoolStats(pool)).toEqual({ total: 2, idle: 2, waiting: 0, max: 20 });
  });

  it('sets its limits on every connection', async () => {
    const { rows } = await openPool().query(
      "SELECT current_setting('statement_timeout') s, current_setting('lock_timeout') l, current_setting('idle_in_transaction_session_timeout') i, current_setting('application_name') a",
    );
    expect(rows).toEqual([{ s: '30s', l: '5s', i: '10s', a: 'test-pool' }]);
  });

  it('replaces a connection after its uses are spent', async () => {
    const pool = openPool({ max: 1, min: 0, maxUses: 5 });
    const pids = new Set<number>();
    for (let use = 0; use < 15; use += 1) pids.add((await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid);
    expect(pids.size).toBe(3);
  });

  it('answers QUERY_TIMEOUT for a statement over its limit, and the connection stays good', async () => {
    const pool = openPool({ max: 1, min: 0, statementTimeoutMs: 100 });
    await expect(executeQuery(pool, 'SELECT pg_sleep(5)')).rejects.toMatchObject({ code: 'QUERY_TIMEOUT' });
    expect((await executeQuery(pool, 'SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('answers SERVICE_OVERLOADED when no connection becomes free, and health still answers', async () => {
    const pool = openPool({ max: 1, min: 0, connectTimeoutMs: 200 });
    const busy = hang(pool);
    await expect(executeQuery(pool, 'SELECT 1')).rejects.toMatchObject({ code: 'SERVICE_OVERLOADED', details: { retryAfterSeconds: 1 } });
    const health = await checkDatabaseHealth(pool);
    expect(health).toMatchObject({ status: 'healthy', pool: { total: 1, idle: 0, max: 1 } });
    expect(health.latencyMs).toBeLessThan(100);
    await terminate(openPool({ service: 'killer' }), 'test-pool');
    await busy;
  });

  it('answers DATABASE_UNAVAILABLE within the retry budget when nothing listens', async () => {
    const pool = openPool({ connectionString: 'postgresql://x:y@127.0.0.1:1/none', retryBaseMs: 5 });
    await expect(executeQuery(pool, 'SELECT 1')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE', details: { retryable: true } });
    await expect(connectWithRetry(pool)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(await checkDatabaseHealth(pool)).toMatchObject({ status: 'unhealthy' });
  });

  it('survives the loss of idle connections unnoticed by the next query', async () => {
    const pool = openPool({ service: 'victim' });
    await connectWithRetry(pool);
    await terminate(openPool(), 'victim');
    expect((await executeQuery(pool, 'SELECT 1 AS one', [], { idempotent: true })).rows).toEqual([{ one: 1 }]);
  });

  it('repeats an idempotent statement after the connection broke, and never another', async () => {
    const pool = openPool({ service: 'broken' });
    await pool.query('CREATE SEQUENCE calls');
    const diesAtFirst = "SELECT CASE WHEN nextval('calls') % 2 = 1 THEN pg_terminate_backend(pg_backend_pid()) END";
    await executeQuery(pool, diesAtFirst, [], { idempotent: true });
    expect((await pool.query('SELECT last_value FROM calls')).rows).toEqual([{ last_value: '2' }]);
    await expect(executeQuery(pool, diesAtFirst)).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      details: { outcomeUnknown: true },
    });
    expect((await pool.query('SELECT last_value FROM calls')).rows).toEqual([{ last_value: '3' }]);
  });

  it('runs transactions that deadlock again until all are through', async () => {
    const pool = openPool();
    await pool.query('CREATE TABLE account (id int PRIMARY KEY, balance int); INSERT INTO account VALUES (1, 100), (2, 100)');
    const transfer = (from: number, to: number) =>
      executeTransaction(pool, async (client) => {
        await client.query('UPDATE account SET balance = balance - 1 WHERE id = $1', [from]);
        await client.query('SELECT pg_sleep(0.05)');
        await client.query('UPDATE account SET balance = balance + 1 WHERE id = $1', [to]);
      });
    await Promise.all([transfer(1, 2), transfer(2, 1)]);
    expect((await pool.query('SELECT balance FROM account ORDER BY id')).rows).toEqual([{ balance: 100 }, { balance: 100 }]);
  });

  it('rolls back and passes on what the work throws', async () => {
    const pool = openPool();
    await pool.query('CREATE TABLE note (id int PRIMARY KEY)');
    const refused = executeTransaction(pool, async (client) => {
      await client.query('INSERT INTO note VALUES (1)');
      await client.query('INSERT INTO note VALUES (1)');
    });
    await expect(refused).rejects.toMatchObject({ code: '23505' });
    expect((await pool.query('SELECT * FROM note')).rows).toEqual([]);
  });

  it('answers LOCK_TIMEOUT when a lock is not granted', async () => {
    const pool = openPool({ lockTimeoutMs: 100 });
    await pool.query('CREATE TABLE locked (id int)');
    await executeTransaction(pool, async (client) => {
      await client.query('LOCK TABLE locked');
      await expect(executeQuery(pool, 'INSERT INTO locked VALUES (1)')).rejects.toMatchObject({
        code: 'LOCK_TIMEOUT',
        details: { retryable: true },
      });
    });
  });
});

describe('the connection budget', () => {
  const six = ['auth', 'blueprint', 'iac', 'guardrail', 'cost', 'monitoring'].map((service) => ({ settings: { service, max: 20 } }));

  it('refuses pools that exceed the server, naming them', () => {
    expect(() => checkConnectionBudget(six, 100, 10)).toThrow(/120 connections \(auth 20, .*monitoring 20\).*admits 90/);
    expect(() => checkConnectionBudget(six, 130, 10)).not.toThrow();
  });

  it("reads the server's own limit", async () => {
    expect(await readMaxConnections(openPool())).toBeGreaterThanOrEqual(100);
  });
});
