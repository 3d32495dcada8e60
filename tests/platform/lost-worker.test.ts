import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createListener, type Listener } from '#platform/database/listen';
import { silentLogger } from '#platform/database/logger';
import { closeDatabasePool, createDatabasePool, type DatabasePool } from '#platform/database/pool';
import { executeTransaction } from '#platform/database/query';
import { pgTransaction } from '#platform/database/sql-transaction';
import type { Job } from '#platform/jobs/job';
import { enqueueJob } from '#platform/jobs/queue';
import { runWorker } from '#platform/jobs/worker';
import { createPlatformTables } from '#kit/platform-tables';
import { testDatabase, type TestDatabase } from '#kit/postgres';

jest.setTimeout(60_000);

let database: TestDatabase;
let pool: DatabasePool;
let listener: Listener;
const holders: Holder[] = [];

beforeAll(async () => {
  database = await testDatabase();
  pool = createDatabasePool({ service: 'test', connectionString: database.connectionString, logger: silentLogger });
  listener = createListener({ connectionString: database.connectionString, logger: silentLogger });
  await createPlatformTables(pool);
});
afterAll(async () => {
  for (const { child } of holders) child.kill('SIGKILL');
  await listener.close();
  await closeDatabasePool(pool);
  await database.drop();
});

interface Holder {
  child: ChildProcess & { pid: number };
  /** Resolves when the process has written the line. */
  says(line: string): Promise<void>;
}

function startHolder(queue: string): Holder {
  const script = path.resolve('tests/platform/job-holder.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, database.connectionString, queue], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (child.pid === undefined) throw new Error('The worker process did not start.');
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => lines.push(line));
  const holder: Holder = {
    child: child as Holder['child'],
    async says(line) {
      while (!lines.includes(line)) await once(output, 'line');
    },
  };
  holders.push(holder);
  return holder;
}

const enqueue = (id: string) => executeTransaction(pool, (client) => enqueueJob(pgTransaction(client), { id, queue: id, payload: {} }));

/** A healthy worker on the same queue; resolves with the job it takes over, finished, and the seconds that took. */
async function takeOver(queue: string): Promise<{ job: Job; seconds: number }> {
  const startedAt = performance.now();
  let take: (job: Job) => void = () => undefined;
  const taken = new Promise<Job>((resolve) => (take = resolve));
  const worker = await runWorker({
    pool,
    listener,
    queue,
    worker: 'healthy',
    concurrency: 1,
    handle: async (job) => {
      take(job);
      return { by: 'healthy' };
    },
  });
  const job = await taken;
  const seconds = (performance.now() - startedAt) / 1_000;
  await worker.stop();
  return { job, seconds };
}

describe('the job of a worker process', () => {
  it('is taken over within 15 s when the process is killed or frozen, and a late result is refused', async () => {
    await Promise.all(['killed', 'frozen'].map(enqueue));
    const killed = startHolder('killed');
    const frozen = startHolder('frozen');
    await Promise.all([killed.says('holding killed'), frozen.says('holding frozen')]);
    killed.child.kill('SIGKILL');
    process.kill(frozen.child.pid, 'SIGSTOP');

    const takenOver = await Promise.all([takeOver('killed'), takeOver('frozen')]);
    for (const { job, seconds } of takenOver) {
      expect(job.attempt).toBe(2);
      expect(seconds).toBeLessThan(15);
    }

    frozen.child.stdin?.write('finish\n');
    process.kill(frozen.child.pid, 'SIGCONT');
    await frozen.says('late outcome of a lost job refused');
    expect((await pool.query('SELECT id, status, attempt, result FROM job ORDER BY id')).rows).toEqual(
      ['frozen', 'killed'].map((id) => ({ id, status: 'COMPLETED', attempt: 2, result: { by: 'healthy' } })),
    );
  });
});
