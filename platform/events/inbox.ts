import type { SqlTransaction } from '../database/sql-transaction';

/**
 * Notes in the caller's transaction that the consumer handles the event; false when it did before, and then there is
 * nothing to do. Of two deliveries at once the second waits for the first's transaction.
 */
export async function consumeOnce(transaction: SqlTransaction, consumer: string, eventId: string): Promise<boolean> {
  const inserted = await transaction.execute('INSERT INTO inbox_event (consumer, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    consumer,
    eventId,
  ]);
  return inserted === 1;
}
