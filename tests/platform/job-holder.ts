import { once } from 'node:events';
import { createListener } from '#platform/database/listen';
import type { Logger } from '#platform/database/logger';
import { createDatabasePool } from '#platform/database/pool';
import { runWorker } from '#platform/jobs/worker';

/**
 * A worker process for lost-worker.test.ts: takes one job of a queue, says so on standard output, finishes it at the first
 * line on standard input, and reports the worker's warnings. Arguments: connection string, queue.
 */
const [connectionString, queue] = process.argv.slice(2);
if (!connectionString || !queue) throw new Error('Usage: job-holder <connection string> <queue>');

const say = (line: string) => void process.stdout.write(`${line}\n`);
const logger: Logger = { debug() {}, info() {}, warn: (_, message) => say(message), error: (_, message) => say(message) };

const told = once(process.stdin, 'data');
await runWorker({
  pool: createDatabasePool({ service: 'job-holder', connectionString, logger, max: 4 }),
  listener: createListener({ connectionString, logger }),
  queue,
  worker: `holder ${process.pid}`,
  concurrency: 1,
  async handle(job) {
    say(`holding ${job.id}`);
    await told;
    return { by: 'holder' };
  },
});
