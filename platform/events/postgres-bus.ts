import { createListener, type Listener } from '../database/listen';
import type { Logger } from '../database/logger';
import { closeDatabasePool, connectWithRetry, createDatabasePool, type DatabasePool } from '../database/pool';
import { executeQuery, executeTransaction } from '../database/query';
import type { DatabaseConfig } from '../database/settings';
import type { CloudEvent } from './event';
import type { DeadLetter, EventBus, RunningSubscription } from './bus';
import { runPostgresSubscription } from './postgres-bus-subscription';
import { BUS_CHANNEL, BUS_LOCK, createBusTables } from './postgres-bus-tables';

export interface PostgresBusOptions {
  /** Of the bus's own database; its pool may be small. */
  database: DatabaseConfig;
  logger: Logger;
  /** Delay before the second attempt at an event, milliseconds; doubles with each. */
  retryBaseMs?: number;
  /** Delivered events are deleted after so many days. */
  retentionDays?: number;
}

/** Positions are given out under a lock held to the commit, so an event never becomes visible behind a later one. */
const PUBLISH = `
  WITH published AS (
    INSERT INTO bus_event (id, type, subject, envelope)
    SELECT item->>'id', item->>'type', item->>'subject', item
    FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS given(item, place) ORDER BY place
    ON CONFLICT (id) DO NOTHING
    RETURNING position, type, subject
  )
  INSERT INTO bus_delivery (consumer, position, subject)
  SELECT bus_consumer.name, published.position, published.subject
  FROM published JOIN bus_consumer ON published.type = ANY (bus_consumer.types)`;

/** The bus on PostgreSQL: a log, and one queue per consumer; events published again with the same id are kept once. */
export async function createPostgresBus(options: PostgresBusOptions): Promise<EventBus> {
  const { logger, retryBaseMs = 200, retentionDays = 7 } = options;
  const pool = createDatabasePool({ max: 8, min: 1, ...options.database, logger });
  const listener = createListener({ connectionString: options.database.connectionString, service: pool.settings.service, logger });
  const running = new Set<RunningSubscription>();
  await connectWithRetry(pool);
  await createBusTables(pool);
  const purge = startPurge(pool, retentionDays);
  return {
    publish: (events) => publish(pool, events),
    async subscribe({ consumer, types, handle }) {
      await registerConsumer(pool, consumer, types);
      const subscription = await runPostgresSubscription({ pool, listener, consumer, handle, retryBaseMs });
      const tracked = { stop: () => subscription.stop().finally(() => running.delete(tracked)) };
      running.add(tracked);
      return tracked;
    },
    deadLetters: (consumer) => readDeadLetters(pool, consumer),
    async stop() {
      clearInterval(purge);
      await Promise.all([...running].map((subscription) => subscription.stop()));
      await closeConnections(listener, pool);
    },
  };
}

async function closeConnections(listener: Listener, pool: DatabasePool): Promise<void> {
  await listener.close();
  await closeDatabasePool(pool);
}

async function publish(pool: DatabasePool, events: readonly CloudEvent[]): Promise<void> {
  if (events.length === 0) return;
  await executeTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [BUS_LOCK]);
    await client.query(PUBLISH, [JSON.stringify(events)]);
    await client.query("SELECT pg_notify($1, '')", [BUS_CHANNEL]);
  });
}

async function registerConsumer(pool: DatabasePool, consumer: string, types: readonly string[]): Promise<void> {
  await executeQuery(
    pool,
    'INSERT INTO bus_consumer (name, types) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET types = EXCLUDED.types',
    [consumer, types],
    {
      idempotent: true,
    },
  );
}

async function readDeadLetters(pool: DatabasePool, consumer: string): Promise<DeadLetter[]> {
  const { rows } = await executeQuery<{ envelope: CloudEvent; reason: string; attempts: number }>(
    pool,
    'SELECT envelope, reason, attempts FROM bus_dead_letter WHERE consumer = $1 ORDER BY position LIMIT 100',
    [consumer],
    { idempotent: true },
  );
  return rows.map(({ envelope, reason, attempts }) => ({ event: envelope, reason, attempts }));
}

function startPurge(pool: DatabasePool, retentionDays: number): NodeJS.Timeout {
  const purge = () =>
    executeQuery(
      pool,
      `DELETE FROM bus_event WHERE published_at < now() - make_interval(days => $1)
       AND NOT EXISTS (SELECT 1 FROM bus_delivery WHERE bus_delivery.position = bus_event.position)`,
      [retentionDays],
      { idempotent: true },
    ).catch((error: Error) => pool.logger.warn({ service: pool.settings.service, error: error.message }, 'old events not purged'));
  return setInterval(() => void purge(), 3_600_000).unref();
}
