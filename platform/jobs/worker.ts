import { backoffDelay, pause } from '../database/backoff';
import type { Listener } from '../database/listen';
import { throttled } from '../database/logger';
import type { DatabasePool } from '../database/pool';
import { executeTransaction } from '../database/query';
import { pgTransaction } from '../database/sql-transaction';
import { createWakeUp } from '../events/wake-up';
import { LeaseLostError, PermanentJobError, WorkerStoppingError, type Job, type JobResult } from './job';
import {
  claimJob,
  completeJob,
  failJob,
  heartbeatJob,
  JOB_CHANNEL,
  purgeCompletedJobs,
  reapLapsedJobs,
  releaseJob,
  type LapsedJob,
} from './queue';

export interface WorkerOptions {
  pool: DatabasePool;
  listener: Listener;
  queue: string;
  /** Shown with the job, e.g. host and pid. */
  worker: string;
  /** Jobs at once. */
  concurrency: number;
  /**
   * Does the job; what it resolves to is kept as the result. Rejecting fails the attempt (for good: PermanentJobError). The
   * signal aborts with LeaseLostError or WorkerStoppingError as its reason.
   */
  handle(job: Job, signal: AbortSignal): Promise<JobResult | void>;
  /** Called for each job taken away from a lost worker, this one or another. */
  onLapse?(job: LapsedJob): Promise<void>;
  /** A lost worker's job is taken up again after this, plus at most a sixth. */
  leaseSeconds?: number;
  /** How long `stop` lets handlers finish before it aborts their signal. */
  drainMs?: number;
  pollMs?: number;
  /** Completed jobs are deleted after so many days. */
  retentionDays?: number;
}

const PURGE_EVERY_MS = 3_600_000;

export interface RunningWorker {
  /** Takes no further job, lets the running ones finish, gives back those that do not in time. */
  stop(): Promise<void>;
}

/** Works on a queue until stopped: woken by NOTIFY, with heartbeats, and reaping the jobs of lost workers. */
export async function runWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { pool, listener, queue, worker, concurrency, leaseSeconds = 12, drainMs = 8_000, pollMs = 2_000, retentionDays = 7 } = options;
  const { service } = pool.settings;
  const fields = { service, queue, worker };
  const warn = throttled((more, message) => pool.logger.warn({ ...fields, ...more }, message));
  const stopping = new AbortController();
  const abandoning = new AbortController();
  const wakeUps = Array.from({ length: concurrency }, createWakeUp);
  const unlisten = await listener.listen(JOB_CHANNEL, (payload) => {
    if (payload === '' || payload === queue) for (const wakeUp of wakeUps) wakeUp.wake();
  });

  async function execute(job: Job): Promise<void> {
    const lost = new AbortController();
    const heartbeat = setInterval(
      () => {
        heartbeatJob(pool, job, leaseSeconds).then(
          (held) => held || lost.abort(new LeaseLostError(`The lease of job ${job.id} is lost.`)),
          (error: Error) => warn({ jobId: job.id, error: error.message }, 'heartbeat failed'),
        );
      },
      (leaseSeconds * 1_000) / 3,
    );
    try {
      const result = await options.handle(job, AbortSignal.any([lost.signal, abandoning.signal]));
      await settle(job, (transaction) => completeJob(transaction, job, result ?? undefined));
    } catch (error) {
      if (abandoning.signal.aborted) await releaseJob(pool, job);
      else await failed(job, error);
    } finally {
      clearInterval(heartbeat);
    }
  }

  async function failed(job: Job, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    pool.logger.warn({ ...fields, jobId: job.id, attempt: job.attempt, reason }, 'job attempt failed');
    await settle(job, (transaction) => failJob(transaction, job, reason, { retryable: !(error instanceof PermanentJobError) }));
  }

  async function settle(job: Job, write: (transaction: ReturnType<typeof pgTransaction>) => Promise<boolean>): Promise<void> {
    const accepted = await executeTransaction(pool, (client) => write(pgTransaction(client)));
    if (!accepted) pool.logger.warn({ ...fields, jobId: job.id, attempt: job.attempt }, 'late outcome of a lost job refused');
  }

  /** Runs `step` again and again; it answers how long to wait before the next time. */
  async function keepRunning(step: () => Promise<number>, wait: (ms: number) => Promise<unknown>): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted;) {
      try {
        const idleMs = await step();
        failures = 0;
        if (idleMs > 0) await wait(idleMs);
      } catch (error) {
        failures += 1;
        warn({ failures, error: error instanceof Error ? error.message : String(error) }, 'job queue not reachable');
        await pause(backoffDelay(failures, { baseMs: 200, maxMs: 5_000 }), stopping.signal);
      }
    }
  }

  const slots = wakeUps.map((wakeUp) =>
    keepRunning(
      async () => {
        const job = await claimJob(pool, { queue, worker, leaseSeconds });
        if (!job) return pollMs;
        await execute(job);
        return 0;
      },
      (ms) => wakeUp.wait(ms, stopping.signal),
    ),
  );
  let purgedAt = -Infinity;
  const reaper = keepRunning(
    async () => {
      for (const job of await reapLapsedJobs(pool, queue)) {
        pool.logger.warn({ ...fields, jobId: job.id, status: job.status }, 'job taken away from a lost worker');
        await options.onLapse?.(job);
      }
      if (performance.now() - purgedAt > PURGE_EVERY_MS) {
        purgedAt = performance.now();
        await purgeCompletedJobs(pool, queue, retentionDays);
      }
      return (leaseSeconds * 1_000) / 6;
    },
    (ms) => pause(ms, stopping.signal),
  );

  return {
    async stop() {
      stopping.abort();
      await unlisten();
      const drained = Promise.all([...slots, reaper]);
      const inTime = new AbortController();
      await Promise.race([drained, pause(drainMs, inTime.signal)]);
      abandoning.abort(new WorkerStoppingError('The worker stops.'));
      await Promise.race([drained, pause(2_000, inTime.signal)]);
      inTime.abort();
    },
  };
}
