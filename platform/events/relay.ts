import type { PoolClient } from 'pg';
import { backoffDelay, pause } from '../database/backoff';
import type { Listener } from '../database/listen';
import { throttled } from '../database/logger';
import type { DatabasePool } from '../database/pool';
import { executeQuery, executeTransaction } from '../database/query';
import type { EventBus } from './bus';
import type { CloudEvent } from './event';
import { OUTBOX_CHANNEL } from './outbox';
import { createWakeUp } from './wake-up';

/** One relay per database works at a time: two would mix up the order within a subject. */
const RELAY_LOCK = 7_316_402_119;
const BATCH = 200;

export interface RelayOptions {
  pool: DatabasePool;
  listener: Listener;
  bus: Pick<EventBus, 'publish'>;
  /** CloudEvents source, e.g. "lintel/iac". */
  source: string;
  /** Looks without being woken, in case a wake-up was lost. */
  pollMs?: number;
  /** Published events are deleted after so many days. */
  retentionDays?: number;
  /** The note that an event was consumed is deleted after so many days; longer than any broker keeps an event. */
  inboxRetentionDays?: number;
}

/** What still waits in the outbox. `oldestSeconds` is 0 when nothing does. */
export interface RelayLag {
  pending: number;
  oldestSeconds: number;
}

export interface Relay {
  lag(): Promise<RelayLag>;
  /** Publishes what is there (5 s at most), then ends. */
  stop(): Promise<void>;
}

interface OutboxRow {
  id: string;
  sequence: string;
  type: string;
  subject: string;
  organization_id: string;
  time: Date;
  data: CloudEvent['data'];
}

/**
 * Carries the outbox to the bus: at least once, in order, woken by the writer's NOTIFY. While the bus is down the events
 * stay in the outbox and are tried again with growing delays. Any number of replicas may run: one works, the others stand by.
 */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const { pool, listener, source, pollMs = 2_000, retentionDays = 7, inboxRetentionDays = 30 } = options;
  const { service } = pool.settings;
  const warn = throttled((fields, message) => pool.logger.warn({ service, ...fields }, message));
  const stopping = new AbortController();
  const wakeUp = createWakeUp();
  const unlisten = await listener.listen(OUTBOX_CHANNEL, wakeUp.wake);
  let purgedAt = 0;

  async function purge(): Promise<void> {
    if (Date.now() - purgedAt < 3_600_000) return;
    purgedAt = Date.now();
    await executeQuery(pool, 'DELETE FROM outbox_event WHERE published_at < now() - make_interval(days => $1)', [retentionDays], {
      idempotent: true,
    });
    await executeQuery(pool, 'DELETE FROM inbox_event WHERE at < now() - make_interval(days => $1)', [inboxRetentionDays], {
      idempotent: true,
    });
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        await drain(options.bus, pool, source);
        await purge();
        failures = 0;
        await wakeUp.wait(pollMs, stopping.signal);
      } catch (error) {
        failures += 1;
        warn({ failures, error: error instanceof Error ? error.message : String(error) }, 'events wait in the outbox');
        await pause(backoffDelay(failures, { baseMs: 200, maxMs: 10_000 }), stopping.signal);
      }
    }
  }

  const running = run();
  return {
    lag: () => readLag(pool),
    async stop() {
      stopping.abort();
      await running;
      await unlisten();
      const lastDrain = drain(options.bus, pool, source).catch((error: Error) =>
        warn({ error: error.message }, 'events stay in the outbox'),
      );
      const deadline = new AbortController();
      await Promise.race([lastDrain, pause(5_000, deadline.signal)]);
      deadline.abort();
    },
  };
}

async function drain(bus: Pick<EventBus, 'publish'>, pool: DatabasePool, source: string): Promise<void> {
  for (let published = BATCH; published === BATCH;) {
    published = await executeTransaction(pool, (client) => publishBatch(client, bus, source));
  }
}

/** The lock and the rows are held until the bus has confirmed; if we die in between, the next relay publishes them again. */
async function publishBatch(client: PoolClient, bus: Pick<EventBus, 'publish'>, source: string): Promise<number> {
  const { rows: locks } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS held', [RELAY_LOCK]);
  if (!locks[0]?.held) return 0;
  const { rows } = await client.query<OutboxRow>(
    `SELECT id, sequence, type, subject, organization_id, time, data FROM outbox_event WHERE published_at IS NULL ORDER BY sequence LIMIT ${BATCH}`,
  );
  if (rows.length === 0) return 0;
  await bus.publish(rows.map((row) => envelope(row, source)));
  await client.query('UPDATE outbox_event SET published_at = now() WHERE id = ANY($1)', [rows.map((row) => row.id)]);
  return rows.length;
}

function envelope(row: OutboxRow, source: string): CloudEvent {
  return {
    specversion: '1.0',
    id: row.id,
    source,
    type: row.type,
    time: row.time.toISOString(),
    subject: row.subject,
    datacontenttype: 'application/json',
    organizationid: row.organization_id,
    sequence: row.sequence,
    data: row.data,
  };
}

async function readLag(pool: DatabasePool): Promise<RelayLag> {
  const { rows } = await executeQuery<{ pending: number; oldest: number }>(
    pool,
    'SELECT count(*)::int AS pending, coalesce(extract(epoch FROM now() - min(time)), 0)::float8 AS oldest FROM outbox_event WHERE published_at IS NULL',
    [],
    { idempotent: true },
  );
  return { pending: rows[0]?.pending ?? 0, oldestSeconds: rows[0]?.oldest ?? 0 };
}
