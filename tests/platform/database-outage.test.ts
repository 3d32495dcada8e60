import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform/database/embedded';
import { silentLogger, type Logger } from '#platform/database/logger';
import { checkDatabaseHealth, closeDatabasePool, connectWithRetry, createDatabasePool, getPoolStats } from '#platform/database/pool';
import { executeQuery, executeTransaction } from '#platform/database/query';
import { createHealth } from '#platform/health';

jest.setTimeout(30_000);

let dataDir: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'lintel-outage-'));
  server = await startEmbeddedPostgres({ dataDir, durable: false, port: await freePort(), logger: silentLogger });
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

async function restart(): Promise<void> {
  server = await startEmbeddedPostgres({
    dataDir,
    durable: false,
    port: Number(new URL(server.connectionString).port),
    logger: silentLogger,
  });
}

function countingLogger() {
  const lines: string[] = [];
  const note = (_: object, message: string) => void lines.push(message);
  const logger: Logger = { debug() {}, info() {}, warn: note, error: note };
  return { lines, logger };
}

describe('while the database is down', () => {
  it('calls fail within 5 s, health says so, the log stays quiet, and all recovers by itself', async () => {
    const { lines, logger } = countingLogger();
    const pool = createDatabasePool({ service: 'outage', connectionString: server.connectionString, logger });
    const health = createHealth('outage', { database: async () => ({ status: (await checkDatabaseHealth(pool)).status }) }, 100);
    await connectWithRetry(pool);
    await health.probe();
    expect(health.ready()).toBe(true);

    await server.stop();
    const startedAt = performance.now();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        index % 2
          ? executeQuery(pool, 'SELECT 1', [], { idempotent: true })
          : executeTransaction(pool, (client) => client.query('SELECT 1')),
      ),
    );
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(seconds).toBeLessThan(5);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'DATABASE_UNAVAILABLE', details: { retryable: true } } });
    await health.probe();
    expect(health.ready()).toBe(false);
    expect(health.report()).toMatchObject({ status: 'unhealthy', checks: { database: { status: 'unhealthy' } } });
    // Three kinds of line (idle connection lost, connection failed, operation repeated), each at most once a second.
    expect(lines.length).toBeLessThanOrEqual(3 * Math.ceil(seconds + 1));

    await restart();
    expect((await executeQuery(pool, 'SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await health.probe();
    expect(health.ready()).toBe(true);
    health.stop();
    await closeDatabasePool(pool);
  });
});

describe('a server process that stops answering', () => {
  it('costs its caller the query timeout and is replaced, and the pool serves on', async () => {
    const pool = createDatabasePool({
      service: 'frozen',
      connectionString: server.connectionString,
      max: 2,
      min: 0,
      queryTimeoutMs: 300,
      logger: silentLogger,
    });
    const backendOf = async () => (await executeQuery<{ pid: number }>(pool, 'SELECT pg_backend_pid() AS pid')).rows[0]!.pid;
    const frozen = await backendOf();
    process.kill(frozen, 'SIGSTOP');
    try {
      const startedAt = performance.now();
      await expect(executeQuery(pool, 'SELECT 1')).rejects.toMatchObject({ code: 'QUERY_TIMEOUT' });
      expect(performance.now() - startedAt).toBeLessThan(2_000);
      expect(await backendOf()).not.toBe(frozen);

      const inTransaction = executeTransaction(pool, async (client) => {
        const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
        process.kill(rows[0]!.pid, 'SIGSTOP');
        try {
          await client.query('SELECT 1');
        } finally {
          process.kill(rows[0]!.pid, 'SIGCONT');
        }
      });
      await expect(inTransaction).rejects.toMatchObject({ code: 'QUERY_TIMEOUT' });
      await Promise.all(Array.from({ length: 10 }, () => executeQuery(pool, 'SELECT 1')));
      expect(getPoolStats(pool).total).toBeLessThanOrEqual(2);
    } finally {
      process.kill(frozen, 'SIGCONT');
    }
    await closeDatabasePool(pool);
  });
});
