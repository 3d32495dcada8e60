import type { Connection } from 'rabbitmq-client';

export const EVENT_EXCHANGE = 'lintel.events';
export const DEAD_EXCHANGE = 'lintel.dead';

export const consumerQueue = (consumer: string): string => `lintel.${consumer}`;
export const deadQueue = (consumer: string): string => `lintel.${consumer}.dead`;

/** Which of the broker's durable queues; see docs/decisions/0003-events-on-rabbitmq.md. */
export type QueueType = 'classic' | 'quorum';

/**
 * Declares the consumer's queue, its bindings and its dead-letter queue; repeating it changes nothing. The broker refuses
 * a queue that is there with another type.
 */
export async function declareConsumer(
  connection: Connection,
  queueType: QueueType,
  consumer: string,
  types: readonly string[],
): Promise<void> {
  await connection.exchangeDeclare({ exchange: EVENT_EXCHANGE, type: 'topic', durable: true });
  await connection.exchangeDeclare({ exchange: DEAD_EXCHANGE, type: 'direct', durable: true });
  await connection.queueDeclare({ queue: deadQueue(consumer), durable: true, arguments: { 'x-queue-type': queueType } });
  await connection.queueBind({ queue: deadQueue(consumer), exchange: DEAD_EXCHANGE, routingKey: consumer });
  await connection.queueDeclare({
    queue: consumerQueue(consumer),
    durable: true,
    arguments: {
      'x-queue-type': queueType,
      'x-single-active-consumer': true,
      // For an event that kills the process again and again. Ordinary failures are counted by the subscription; this counts
      // every return to the queue, also the harmless ones at a restart. Classic queues do not count.
      ...(queueType === 'quorum' ? { 'x-delivery-limit': 20 } : {}),
      'x-dead-letter-exchange': DEAD_EXCHANGE,
      'x-dead-letter-routing-key': consumer,
    },
  });
  for (const type of types) await connection.queueBind({ queue: consumerQueue(consumer), exchange: EVENT_EXCHANGE, routingKey: type });
}
