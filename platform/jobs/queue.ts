import { randomUUID } from 'node:crypto';
import type { JsonObject } from '#domain/json';
import type { DatabasePool } from '../database/pool';
import { executeQuery } from '../database/query';
import type { SqlTransaction } from '../database/sql-transaction';
import { newId } from '../identifier';
import type { Job, JobResult, JobStatus, NewJob } from './job';

/** NOTIFY channel; the payload is the queue's name. Every time is the database's: workers' clocks do not matter. */
export const JOB_CHANNEL = 'job';
const RETRY_BASE_SECONDS = 1;
const RETRY_MAX_SECONDS = 300;

/** Puts a job into the queue within the caller's transaction, and wakes a worker at its commit. Resolves to the job's id. */
export async function enqueueJob(transaction: SqlTransaction, job: NewJob): Promise<string> {
  const { id = newId(), queue, payload, maxAttempts = 3, delaySeconds = 0, priority = 0 } = job;
  await transaction.execute(
    `WITH added AS (
       INSERT INTO job (id, queue, payload, status, priority, attempt, max_attempts, run_at, created_at)
       VALUES ($1, $2, $3::jsonb, 'QUEUED', $4::int, 0, $5::int, now() + make_interval(secs => $6::float8), now())
       ON CONFLICT (id) DO NOTHING RETURNING queue
     )
     SELECT pg_notify('${JOB_CHANNEL}', queue)::text FROM added`,
    [id, queue, JSON.stringify(payload), priority, maxAttempts, delaySeconds],
  );
  return id;
}

/** Takes the next due job of the queue for `leaseSeconds`; undefined when there is none. Workers never get the same one. */
export async function claimJob<Payload extends JsonObject = JsonObject>(
  pool: DatabasePool,
  { queue, worker, leaseSeconds }: { queue: string; worker: string; leaseSeconds: number },
): Promise<Job<Payload> | undefined> {
  const { rows } = await executeQuery<Job<Payload>>(
    pool,
    `UPDATE job SET status = 'RUNNING', attempt = attempt + 1, worker = $2, lease_id = $3, lease_until = now() + make_interval(secs => $4), started_at = now()
     WHERE id = (
       SELECT id FROM job WHERE queue = $1 AND status = 'QUEUED' AND run_at <= now()
       ORDER BY priority DESC, run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
     )
     RETURNING id, queue, payload, attempt, max_attempts AS "maxAttempts", lease_id AS "leaseId"`,
    [queue, worker, randomUUID(), leaseSeconds],
  );
  return rows[0];
}

type Held = Pick<Job, 'id' | 'leaseId'>;

/** Prolongs the lease; false when it is not held any more: stop working on the job. */
export async function heartbeatJob(pool: DatabasePool, job: Held, leaseSeconds: number): Promise<boolean> {
  const { rowCount } = await executeQuery(
    pool,
    `UPDATE job SET lease_until = now() + make_interval(secs => $3) WHERE id = $1 AND lease_id = $2 AND status = 'RUNNING'`,
    [job.id, job.leaseId, leaseSeconds],
    { idempotent: true },
  );
  return rowCount === 1;
}

/**
 * Whether the worker still holds the job, kept so until the transaction ends: write a job's effects after this, in the same
 * transaction, and a worker that was paused past its lease can do no harm.
 */
export async function fenceJob(transaction: SqlTransaction, job: Held): Promise<boolean> {
  return (
    (await transaction.execute(`UPDATE job SET lease_id = lease_id WHERE id = $1 AND lease_id = $2 AND status = 'RUNNING'`, [
      job.id,
      job.leaseId,
    ])) === 1
  );
}

/** Ends the job, in the transaction of its effects. False, and nothing is changed, when the lease is lost: roll back. */
export async function completeJob(transaction: SqlTransaction, job: Held, result?: JobResult): Promise<boolean> {
  const ended = await transaction.execute(
    `UPDATE job SET status = 'COMPLETED', result = $3::jsonb, error = NULL, lease_id = NULL, lease_until = NULL, finished_at = now()
     WHERE id = $1 AND lease_id = $2 AND status = 'RUNNING'`,
    [job.id, job.leaseId, result === undefined ? null : JSON.stringify(result)],
  );
  return ended === 1;
}

/**
 * Ends the attempt: the job is due again after 1, 2, 4 ... 300 s, or FAILED after its last attempt or if not `retryable`.
 * False when the lease is lost.
 */
export async function failJob(transaction: SqlTransaction, job: Held, error: string, { retryable = true } = {}): Promise<boolean> {
  const ended = await transaction.execute(
    `UPDATE job SET
       status = CASE WHEN $4::boolean AND attempt < max_attempts THEN 'QUEUED' ELSE 'FAILED' END,
       finished_at = CASE WHEN $4::boolean AND attempt < max_attempts THEN NULL ELSE now() END,
       run_at = now() + make_interval(secs => least(${RETRY_MAX_SECONDS}, ${RETRY_BASE_SECONDS} * power(2, attempt - 1)) * (0.5 + random() / 2)),
       error = $3, lease_id = NULL, lease_until = NULL
     WHERE id = $1 AND lease_id = $2 AND status = 'RUNNING'`,
    [job.id, job.leaseId, error.slice(0, 2_000), retryable],
  );
  return ended === 1;
}

/** Gives the job back unharmed, e.g. at shutdown: the attempt does not count. */
export async function releaseJob(pool: DatabasePool, job: Held): Promise<void> {
  await executeQuery(
    pool,
    `WITH released AS (
       UPDATE job SET status = 'QUEUED', attempt = attempt - 1, lease_id = NULL, lease_until = NULL, run_at = now()
       WHERE id = $1 AND lease_id = $2 AND status = 'RUNNING' RETURNING queue
     )
     SELECT pg_notify('${JOB_CHANNEL}', queue) FROM released`,
    [job.id, job.leaseId],
  );
}

export interface LapsedJob {
  id: string;
  queue: string;
  /** QUEUED again, or FAILED when it was the last attempt. */
  status: Extract<JobStatus, 'QUEUED' | 'FAILED'>;
}

/** Takes jobs away from workers whose lease lapsed: dead, cut off or paused. */
export async function reapLapsedJobs(pool: DatabasePool, queue: string): Promise<LapsedJob[]> {
  const { rows } = await executeQuery<LapsedJob>(
    pool,
    `WITH lapsed AS (
       SELECT id FROM job WHERE queue = $1 AND status = 'RUNNING' AND lease_until < now() FOR UPDATE SKIP LOCKED
     ), reaped AS (
       UPDATE job SET status = CASE WHEN attempt < max_attempts THEN 'QUEUED' ELSE 'FAILED' END,
         finished_at = CASE WHEN attempt < max_attempts THEN NULL ELSE now() END,
         error = 'LEASE_LAPSED', lease_id = NULL, lease_until = NULL, run_at = now()
       FROM lapsed WHERE job.id = lapsed.id
       RETURNING job.id, job.queue, job.status
     )
     SELECT id, queue, status, pg_notify('${JOB_CHANNEL}', queue)::text AS notified FROM reaped`,
    [queue],
  );
  return rows.map(({ id, queue: name, status }) => ({ id, queue: name, status }));
}

/** Deletes the queue's jobs that completed more than so many days ago; failed ones stay until somebody has looked. */
export async function purgeCompletedJobs(pool: DatabasePool, queue: string, retentionDays: number): Promise<number> {
  const { rowCount } = await executeQuery(
    pool,
    `DELETE FROM job WHERE queue = $1 AND status = 'COMPLETED' AND finished_at < now() - make_interval(days => $2)`,
    [queue, retentionDays],
    { idempotent: true },
  );
  return rowCount ?? 0;
}
