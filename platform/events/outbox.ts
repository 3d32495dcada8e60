import type { SqlTransaction } from '../database/sql-transaction';
import { newId } from '../identifier';
import type { NewEvent } from './event';

/** The NOTIFY channel that wakes the relay. */
export const OUTBOX_CHANNEL = 'outbox';

/** One statement: the rows in the order given, and the wake-up, which PostgreSQL sends when the transaction commits. */
const APPEND = `
  WITH appended AS (
    INSERT INTO outbox_event (id, type, subject, organization_id, time, data)
    SELECT item->>'id', item->>'type', item->>'subject', item->>'organizationId', now(), item->'data'
    FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS given(item, position) ORDER BY position
    RETURNING 1
  )
  SELECT pg_notify('${OUTBOX_CHANNEL}', '')::text FROM (SELECT count(*) FROM appended) AS done`;

/**
 * Writes events to the outbox within the caller's transaction, so that change and announcement are kept or dropped
 * together. Resolves to their ids.
 */
export async function appendToOutbox(transaction: SqlTransaction, events: readonly NewEvent[]): Promise<string[]> {
  if (events.length === 0) return [];
  const rows = events.map((event) => ({ id: newId(), ...event }));
  await transaction.execute(APPEND, [JSON.stringify(rows)]);
  return rows.map((row) => row.id);
}
