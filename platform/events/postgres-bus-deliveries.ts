import type { DatabasePool } from '../database/pool';
import { executeQuery, executeTransaction } from '../database/query';
import type { CloudEvent } from './event';

const LEASE_SECONDS = 30;
/** Claims look at so many deliveries at the head of the queue, which bounds their cost under a long backlog. */
const WINDOW = 2_000;

/** One event on its way to one consumer, leased to this process. */
export interface Delivery {
  position: string;
  attempts: number;
  envelope: CloudEvent;
}

/**
 * A subject is free when its oldest delivery is due and not leased; then its whole run is taken, so that it stays with one
 * process, in order. Claims of one consumer take turns (the advisory lock), which is what makes "oldest" certain.
 */
const CLAIM = `
  WITH head AS (
    SELECT position, subject, due_at, coalesce(lease_until < now(), true) AS unleased
    FROM bus_delivery WHERE consumer = $1 ORDER BY position LIMIT ${WINDOW}
  ), free AS (
    SELECT DISTINCT ON (subject) subject, due_at <= now() AND unleased AS claimable FROM head ORDER BY subject, position
  ), taken AS (
    SELECT head.position FROM head JOIN free USING (subject) WHERE free.claimable AND head.unleased ORDER BY head.position LIMIT $3
  ), leased AS (
    UPDATE bus_delivery SET lease = $2, lease_until = now() + interval '${LEASE_SECONDS} s'
    WHERE consumer = $1 AND position IN (SELECT position FROM taken)
    RETURNING position, attempts
  )
  SELECT leased.position, leased.attempts, bus_event.envelope
  FROM leased JOIN bus_event USING (position) ORDER BY leased.position`;

/** Leases up to `limit` deliveries to `lease`, the oldest first. */
export async function claimDeliveries(pool: DatabasePool, consumer: string, lease: string, limit: number): Promise<Delivery[]> {
  return executeTransaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('bus-claim ' || $1, 0))", [consumer]);
    const { rows } = await client.query<Delivery>(CLAIM, [consumer, lease, limit]);
    return rows;
  });
}

/** How often a lease is renewed while its deliveries are handled. */
export const RENEW_MS = (LEASE_SECONDS * 1_000) / 3;

export async function renewLease(pool: DatabasePool, consumer: string, lease: string): Promise<void> {
  await executeQuery(
    pool,
    `UPDATE bus_delivery SET lease_until = now() + interval '${LEASE_SECONDS} s' WHERE consumer = $1 AND lease = $2`,
    [consumer, lease],
    {
      idempotent: true,
    },
  );
}

/** Handled: gone from the queue. */
export async function completeDeliveries(
  pool: DatabasePool,
  consumer: string,
  lease: string,
  deliveries: readonly Delivery[],
): Promise<void> {
  await executeQuery(
    pool,
    'DELETE FROM bus_delivery WHERE consumer = $1 AND position = ANY ($2::bigint[]) AND lease = $3',
    [consumer, deliveries.map(({ position }) => position), lease],
    { idempotent: true },
  );
}

/** Not handled: due again after the delay, and what follows it in its subject is free to be claimed after it. */
export async function retryDelivery(
  pool: DatabasePool,
  consumer: string,
  lease: string,
  delivery: Delivery,
  delayMs: number,
): Promise<void> {
  await executeTransaction(pool, async (client) => {
    await client.query(
      `UPDATE bus_delivery SET attempts = attempts + 1, due_at = now() + make_interval(secs => $4) WHERE consumer = $1 AND position = $2 AND lease = $3`,
      [consumer, delivery.position, lease, delayMs / 1_000],
    );
    await client.query('UPDATE bus_delivery SET lease = NULL, lease_until = NULL WHERE consumer = $1 AND subject = $2 AND lease = $3', [
      consumer,
      delivery.envelope.subject,
      lease,
    ]);
  });
}

/** Given up: kept aside with the reason, and gone from the queue. */
export async function buryDelivery(
  pool: DatabasePool,
  consumer: string,
  lease: string,
  { position }: Delivery,
  reason: string,
): Promise<void> {
  await executeQuery(
    pool,
    `WITH given_up AS (
       DELETE FROM bus_delivery WHERE consumer = $1 AND position = $2 AND lease = $3 RETURNING position, attempts
     )
     INSERT INTO bus_dead_letter (consumer, position, envelope, reason, attempts)
     SELECT $1, position, envelope, $4, given_up.attempts + 1 FROM given_up JOIN bus_event USING (position)`,
    [consumer, position, lease, reason],
  );
}

/** Gives back what was leased and not begun, e.g. at shutdown. */
export async function releaseLease(pool: DatabasePool, consumer: string, lease: string): Promise<void> {
  await executeQuery(
    pool,
    'UPDATE bus_delivery SET lease = NULL, lease_until = NULL WHERE consumer = $1 AND lease = $2',
    [consumer, lease],
    { idempotent: true },
  );
}
