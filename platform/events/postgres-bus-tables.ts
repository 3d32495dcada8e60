import type { DatabasePool } from '../database/pool';
import { executeTransaction } from '../database/query';

/** Publishers take it one after another, so that positions become visible in their order. */
export const BUS_LOCK = 7_316_402_120;
export const BUS_CHANNEL = 'bus';

const TABLES = `
  CREATE TABLE IF NOT EXISTS bus_event (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    type text NOT NULL,
    subject text NOT NULL,
    envelope jsonb NOT NULL,
    published_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX IF NOT EXISTS bus_event_published_at ON bus_event (published_at);
  CREATE TABLE IF NOT EXISTS bus_consumer (name text PRIMARY KEY, types text[] NOT NULL);
  CREATE TABLE IF NOT EXISTS bus_delivery (
    consumer text NOT NULL REFERENCES bus_consumer (name) ON DELETE CASCADE,
    position bigint NOT NULL REFERENCES bus_event (position),
    subject text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT now(),
    lease text,
    lease_until timestamptz,
    PRIMARY KEY (consumer, position)
  );
  CREATE INDEX IF NOT EXISTS bus_delivery_position ON bus_delivery (position);
  CREATE TABLE IF NOT EXISTS bus_dead_letter (
    consumer text NOT NULL,
    position bigint NOT NULL,
    envelope jsonb NOT NULL,
    reason text NOT NULL,
    attempts integer NOT NULL,
    died_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, position)
  );`;

/** Creates what is missing; harmless when several processes start at once. */
export async function createBusTables(pool: DatabasePool): Promise<void> {
  await executeTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [BUS_LOCK]);
    await client.query(TABLES);
  });
}
