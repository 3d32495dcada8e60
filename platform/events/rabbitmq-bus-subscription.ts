import { ConsumerStatus, type AsyncMessage, type Connection, type Publisher } from 'rabbitmq-client';
import { backoffDelay, pause } from '../database/backoff';
import { throttled, type Logger } from '../database/logger';
import { MAX_ATTEMPTS, reasonOf, type EventSubscription, type RunningSubscription } from './bus';
import type { CloudEvent } from './event';
import { eventOf } from './rabbitmq-bus-message';
import { consumerQueue, DEAD_EXCHANGE } from './rabbitmq-bus-topology';

/** Messages held at once; the broker keeps the rest. */
const PREFETCH = 32;

interface SubscriptionRun extends Pick<EventSubscription, 'consumer' | 'handle'> {
  connection: Connection;
  publisher: Publisher;
  retryBaseMs: number;
  logger: Logger;
  service: string;
}

/**
 * Attempts are made here, with the message held back unacknowledged: a requeued message would lose its place, and with it
 * the order of its subject.
 */
export async function runRabbitSubscription(run: SubscriptionRun): Promise<RunningSubscription> {
  const { connection, consumer, logger, service } = run;
  const warn = throttled((fields, message) => logger.warn({ service, consumer, ...fields }, message));
  const stopping = new AbortController();
  const chains = new Map<string, Promise<ConsumerStatus>>();

  function inOrder(subject: string, step: () => Promise<ConsumerStatus>): Promise<ConsumerStatus> {
    const next = (chains.get(subject) ?? Promise.resolve(ConsumerStatus.ACK)).then(step);
    const settled = next.catch(() => ConsumerStatus.REQUEUE);
    chains.set(subject, settled);
    void settled.then(() => chains.get(subject) === settled && chains.delete(subject));
    return next;
  }

  const subscription = connection.createConsumer(
    {
      queue: consumerQueue(consumer),
      queueOptions: { passive: true },
      qos: { prefetchCount: PREFETCH },
      concurrency: PREFETCH,
      requeue: true,
      lazy: true,
    },
    (message) => {
      const event = eventOf(message);
      if (!event) {
        logger.error({ service, consumer, messageId: message.messageId }, 'message is no event, now a dead letter');
        return ConsumerStatus.DROP;
      }
      return inOrder(event.subject, () => attempt(run, message, event, stopping.signal));
    },
  );
  subscription.on('error', (error: unknown) => warn({ error: reasonOf(error) }, 'event consumer failed'));
  const ready = new Promise<void>((resolve) => subscription.once('ready', resolve));
  subscription.start();
  await ready;
  return {
    async stop() {
      stopping.abort();
      await subscription.close();
    },
  };
}

async function attempt(
  { consumer, handle, publisher, retryBaseMs, logger, service }: SubscriptionRun,
  message: AsyncMessage,
  event: CloudEvent,
  stopping: AbortSignal,
): Promise<ConsumerStatus> {
  for (let count = 1; !stopping.aborted; count += 1) {
    try {
      await handle(event);
      return ConsumerStatus.ACK;
    } catch (error) {
      const fields = { service, consumer, eventId: event.id, type: event.type, attempt: count, reason: reasonOf(error) };
      if (count >= MAX_ATTEMPTS) {
        logger.error(fields, 'event given up, now a dead letter');
        const headers = { reason: reasonOf(error), attempts: count };
        await publisher.send(
          { exchange: DEAD_EXCHANGE, routingKey: consumer, durable: true, messageId: event.id, contentType: message.contentType, headers },
          message.body as Buffer,
        );
        return ConsumerStatus.ACK;
      }
      logger.warn(fields, 'event handler failed');
      await pause(backoffDelay(count, { baseMs: retryBaseMs, maxMs: 60_000 }), stopping);
    }
  }
  return ConsumerStatus.REQUEUE;
}
