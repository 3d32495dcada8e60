import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createListener, type Listener } from '#platform/database/listen';
import { silentLogger } from '#platform/database/logger';
import { closeDatabasePool, createDatabasePool, type DatabasePool } from '#platform/database/pool';
import { executeTransaction } from '#platform/database/query';
import { pgTransaction, type SqlTransaction } from '#platform/database/sql-transaction';
import { PermanentJobError, WorkerStoppingError, type Job, type NewJob } from '#platform/jobs/job';
import { claimJob, completeJob, enqueueJob, failJob, fenceJob, heartbeatJob, reapLapsedJobs } from '#platform/jobs/queue';
import { runWorker } from '#platform/jobs/worker';
import { createPlatformTables } from '#kit/platform-tables';
import { testDatabase, type TestDatabase } from '#kit/postgres';

let database: TestDatabase;
let pool: DatabasePool;
let listener: Listener;

beforeAll(async () => {
  database = await testDatabase();
  pool = createDatabasePool({ service: 'test', connectionString: database.connectionString, logger: silentLogger });
  listener = createListener({ connectionString: database.connectionString, logger: silentLogger });
  await createPlatformTables(pool);
});
beforeEach(async () => void (await pool.query('TRUNCATE job')));
afterAll(async () => {
  await listener.close();
  await closeDatabasePool(pool);
  await database.drop();
});

const inTransaction = <T>(work: (transaction: SqlTransaction) => Promise<T>) =>
  executeTransaction(pool, (client) => work(pgTransaction(client)));
const enqueue = (job: Partial<NewJob> = {}) =>
  inTransaction((transaction) => enqueueJob(transaction, { queue: 'runs', payload: { run: 1 }, ...job }));
const claim = (worker = 'w1', leaseSeconds = 10) => claimJob(pool, { queue: 'runs', worker, leaseSeconds });
const lapse = (id: string) => pool.query("UPDATE job SET lease_until = now() - interval '1 s' WHERE id = $1", [id]);

async function stored(id: string) {
  const { rows } = await pool.query('SELECT status, attempt, result, error FROM job WHERE id = $1', [id]);
  return rows[0];
}

/** Resolves when the handler is called, with what it was called with. */
function handlerCall<T>() {
  let called: (value: T) => void = () => undefined;
  const call = new Promise<T>((resolve) => (called = resolve));
  return { call, called };
}

describe('the job queue', () => {
  it('gives each job to one of many workers', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => enqueue()));
    const jobs = await Promise.all(Array.from({ length: 25 }, (_, index) => claim(`w${index}`)));
    expect(jobs.flatMap((job) => (job ? [job.id] : [])).sort()).toEqual([...ids].sort());
  });

  it('enqueues the same id once, and nothing when the transaction is rolled back', async () => {
    await Promise.all(Array.from({ length: 10 }, () => enqueue({ id: 'deployment-1' })));
    const rolledBack = inTransaction(async (transaction) => {
      await enqueueJob(transaction, { queue: 'runs', payload: {} });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect((await pool.query('SELECT id FROM job')).rows).toEqual([{ id: 'deployment-1' }]);
  });

  it('claims by priority and only what is due', async () => {
    await enqueue({ id: 'later', delaySeconds: 60 });
    await enqueue({ id: 'low' });
    await enqueue({ id: 'high', priority: 5 });
    expect([await claim(), await claim(), await claim()].map((job) => job?.id)).toEqual(['high', 'low', undefined]);
  });

  it('refuses everything from a worker whose lease lapsed and was taken over', async () => {
    await enqueue({ id: 'fenced' });
    const paused = (await claim('paused')) as Job;
    await lapse('fenced');
    expect(await reapLapsedJobs(pool, 'runs')).toEqual([{ id: 'fenced', queue: 'runs', status: 'QUEUED' }]);
    const next = (await claim('next')) as Job;
    expect(next.attempt).toBe(2);
    expect(await heartbeatJob(pool, paused, 10)).toBe(false);
    expect(await inTransaction((transaction) => fenceJob(transaction, paused))).toBe(false);
    expect(await inTransaction((transaction) => completeJob(transaction, paused, 'late'))).toBe(false);
    expect(await inTransaction((transaction) => failJob(transaction, paused, 'late'))).toBe(false);
    expect(await inTransaction((transaction) => completeJob(transaction, next, { by: 'next' }))).toBe(true);
    expect(await stored('fenced')).toMatchObject({ status: 'COMPLETED', result: { by: 'next' } });
  });

  it('fails a job for good when its last attempt is lost', async () => {
    await enqueue({ id: 'last', maxAttempts: 1 });
    await claim();
    await lapse('last');
    expect(await reapLapsedJobs(pool, 'runs')).toEqual([{ id: 'last', queue: 'runs', status: 'FAILED' }]);
    expect(await stored('last')).toMatchObject({ status: 'FAILED', error: 'LEASE_LAPSED' });
  });
});

describe('a worker', () => {
  const start = (handle: (job: Job, signal: AbortSignal) => Promise<void>, options = {}) =>
    runWorker({ pool, listener, queue: 'runs', worker: 'w', concurrency: 2, pollMs: 60_000, handle, ...options });

  it('is woken by a new job and stores its outcome', async () => {
    const { call, called } = handlerCall<Job>();
    const worker = await start(async (job) => called(job));
    await enqueue({ id: 'woken', payload: { run: 7 } });
    expect(await call).toMatchObject({ id: 'woken', payload: { run: 7 }, attempt: 1 });
    await worker.stop();
    expect(await stored('woken')).toMatchObject({ status: 'COMPLETED' });
  });

  it('gives up at once when trying again cannot help', async () => {
    const { call, called } = handlerCall<void>();
    await enqueue({ id: 'hopeless' });
    const worker = await start(async () => {
      called();
      throw new PermanentJobError('no such environment');
    });
    await call;
    await worker.stop();
    expect(await stored('hopeless')).toMatchObject({ status: 'FAILED', attempt: 1, error: 'no such environment' });
  });

  it('waits for its job when it stops', async () => {
    const { call, called } = handlerCall<void>();
    const release = handlerCall<void>();
    await enqueue({ id: 'draining' });
    const worker = await start(async () => {
      called();
      await release.call;
    });
    await call;
    const stopped = worker.stop();
    release.called();
    await stopped;
    expect(await stored('draining')).toMatchObject({ status: 'COMPLETED' });
  });

  it('gives back, with the attempt not counted, what does not finish in time', async () => {
    const { call, called } = handlerCall<AbortSignal>();
    await enqueue({ id: 'interrupted' });
    const worker = await start(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
          called(signal);
        }),
      { drainMs: 10 },
    );
    const signal = await call;
    await worker.stop();
    expect(signal.reason).toBeInstanceOf(WorkerStoppingError);
    expect(await stored('interrupted')).toMatchObject({ status: 'QUEUED', attempt: 0 });
  });

  it('forgets jobs that completed long ago, and keeps the failed', async () => {
    const ids = ['old', 'recent', 'old-failure'];
    for (const id of ids) await enqueue({ id });
    await pool.query(
      `UPDATE job SET status = CASE id WHEN 'old-failure' THEN 'FAILED' ELSE 'COMPLETED' END,
       finished_at = now() - CASE id WHEN 'recent' THEN interval '6 days' ELSE interval '8 days' END`,
    );
    const { call, called } = handlerCall<void>();
    const worker = await start(async () => called(), { leaseSeconds: 0.3 });
    await enqueue({ id: 'new' });
    await call;
    await worker.stop();
    expect((await pool.query('SELECT id FROM job ORDER BY id')).rows.map(({ id }) => id)).toEqual(['new', 'old-failure', 'recent']);
  });

  it('takes up the job of a lost worker, and is told when its own is lost', async () => {
    await enqueue({ id: 'orphaned' });
    await claim('dead', 0.05);
    const { call, called } = handlerCall<Job>();
    const lapsed: string[] = [];
    const worker = await start(async (job) => called(job), {
      leaseSeconds: 0.3,
      onLapse: async ({ id }: { id: string }) => void lapsed.push(id),
    });
    expect(await call).toMatchObject({ id: 'orphaned', attempt: 2 });
    await worker.stop();
    expect(lapsed).toEqual(['orphaned']);
  });
});
