import type { Database } from './database';

export const inboxStore = (db: Database) => ({
  /**
   * Notes in one statement that the consumer handles the events, in the order of their ids, so that two deliveries of the
   * same events at once wait for one another instead of blocking each other.
   *
   * @returns ids of those that it had not handled before
   */
  async consumeAll(consumer: string, eventIds: readonly string[]): Promise<Set<string>> {
    const rows = await db.$queryRaw<{ eventId: string }[]>`
      INSERT INTO inbox_event (consumer, event_id)
      SELECT ${consumer}, id FROM unnest(${[...eventIds]}::text[]) AS given(id) ORDER BY id
      ON CONFLICT DO NOTHING RETURNING event_id AS "eventId"`;
    return new Set(rows.map((row) => row.eventId));
  },
});
