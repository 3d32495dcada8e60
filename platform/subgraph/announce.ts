import type { EventPayloads, EventType } from '#domain/events';
import type { JsonObject } from '#domain/json';
import { prismaTransaction } from '../database/sql-transaction';
import type { CloudEvent } from '../events/event';
import { consumeOnce } from '../events/inbox';
import { appendToOutbox } from '../events/outbox';

/** A fact to announce with the change that makes it true. */
export type Announcement = { [T in EventType]: { type: T; organizationId: string; subject: string; data: EventPayloads[T] } }[EventType];

/** An event as a consumer sees it, with the payload of its type. */
export type DomainEvent<T extends EventType = EventType> = {
  [K in T]: Omit<CloudEvent, 'type' | 'data'> & { type: K; data: EventPayloads[K] };
}[T];

/** Events within a Prisma transaction: announced together with its writes, consumed at most once. */
export interface TransactionEvents {
  announce(...facts: Announcement[]): Promise<void>;
  /** false: this consumer has handled the event before; do nothing. */
  consume(consumer: string, event: Pick<CloudEvent, 'id'>): Promise<boolean>;
}

export function transactionEvents(tx: Parameters<typeof prismaTransaction>[0]): TransactionEvents {
  const sql = prismaTransaction(tx);
  return {
    announce: async (...facts) => {
      await appendToOutbox(
        sql,
        facts.map((fact) => ({ ...fact, data: fact.data as JsonObject })),
      );
    },
    consume: (consumer, event) => consumeOnce(sql, consumer, event.id),
  };
}
