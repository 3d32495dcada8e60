import type { DatabasePool } from '#platform/database/pool';

/** What the subgraphs' migrations create for OutboxEvent, InboxEvent and Job. */
const PLATFORM_TABLES = `
  CREATE TABLE outbox_event (
    id text PRIMARY KEY, sequence bigserial NOT NULL UNIQUE, type text NOT NULL, subject text NOT NULL, organization_id text NOT NULL,
    time timestamptz NOT NULL DEFAULT now(), data jsonb NOT NULL, published_at timestamptz
  );
  CREATE INDEX ON outbox_event (published_at, sequence);
  CREATE TABLE inbox_event (consumer text, event_id text, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (consumer, event_id));
  CREATE TABLE job (
    id text PRIMARY KEY, queue text NOT NULL, payload jsonb NOT NULL, status text NOT NULL, priority integer NOT NULL DEFAULT 0,
    attempt integer NOT NULL DEFAULT 0, max_attempts integer NOT NULL DEFAULT 3, run_at timestamptz NOT NULL DEFAULT now(),
    worker text, lease_id text, lease_until timestamptz, result jsonb, error text,
    created_at timestamptz NOT NULL DEFAULT now(), started_at timestamptz, finished_at timestamptz
  );
  CREATE INDEX ON job (queue, status, run_at);`;

export const createPlatformTables = (pool: DatabasePool) => pool.query(PLATFORM_TABLES);
