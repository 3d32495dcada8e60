import { Connection, type Publisher } from 'rabbitmq-client';
import { pause } from '../database/backoff';
import { throttled, type Logger } from '../database/logger';
import type { DeadLetter, EventBus, RunningSubscription } from './bus';
import type { CloudEvent } from './event';
import { eventOf } from './rabbitmq-bus-message';
import { runRabbitSubscription } from './rabbitmq-bus-subscription';
import { DEAD_EXCHANGE, deadQueue, declareConsumer, EVENT_EXCHANGE, type QueueType } from './rabbitmq-bus-topology';

export interface RabbitBusOptions {
  /** amqp:// or amqps:// address; holds credentials, never log it. */
  url: string;
  service: string;
  logger: Logger;
  /** 'quorum' for a cluster of three nodes or more; on one node it has no use and a danger (decision 0003). */
  queueType?: QueueType;
  /** Delay before the second attempt at an event, milliseconds; doubles with each. */
  retryBaseMs?: number;
  /** publish() gives up waiting for the broker after this. */
  publishTimeoutMs?: number;
}

const STOP_MS = 5_000;
const CONTENT_TYPE = 'application/cloudevents+json';

/**
 * The bus on RabbitMQ: a durable topic exchange, and one durable queue per consumer of which one replica at a time is the
 * active reader (the broker's way to keep order); another takes over when it goes.
 */
export async function createRabbitBus({
  url,
  service,
  logger,
  queueType = 'classic',
  retryBaseMs = 200,
  publishTimeoutMs = 7_000,
}: RabbitBusOptions): Promise<EventBus> {
  const warn = throttled((fields, message) => logger.warn({ service, ...fields }, message));
  const connection = new Connection({
    url,
    connectionName: service,
    acquireTimeout: publishTimeoutMs,
    connectionTimeout: 5_000,
    retryLow: 200,
    retryHigh: 2_000,
  });
  let blocked: string | undefined;
  connection.on('error', (error: unknown) =>
    warn({ error: error instanceof Error ? error.message : String(error) }, 'event broker connection failed'),
  );
  connection.on('connection', () => logger.info({ service }, 'event broker connected'));
  connection.on('connection.blocked', (reason) => {
    blocked = reason;
    logger.warn({ service, reason }, 'event broker accepts no events');
  });
  connection.on('connection.unblocked', () => {
    blocked = undefined;
    logger.info({ service }, 'event broker accepts events again');
  });
  connection.on('connection', () => (blocked = undefined));
  const publisher = connection.createPublisher({
    confirm: true,
    exchanges: [
      { exchange: EVENT_EXCHANGE, type: 'topic', durable: true },
      { exchange: DEAD_EXCHANGE, type: 'direct', durable: true },
    ],
  });
  const running = new Set<RunningSubscription>();
  return {
    async publish(events) {
      if (blocked !== undefined) throw new Error(`The event broker accepts no events: ${blocked}`);
      await publishInOrder(publisher, events, publishTimeoutMs);
    },
    async subscribe({ consumer, types, handle }) {
      await declareConsumer(connection, queueType, consumer, types);
      const subscription = await runRabbitSubscription({ connection, publisher, consumer, handle, retryBaseMs, logger, service });
      const tracked = { stop: () => subscription.stop().finally(() => running.delete(tracked)) };
      running.add(tracked);
      return tracked;
    },
    deadLetters: (consumer) => readDeadLetters(connection, consumer),
    async stop() {
      const closed = Promise.all([...running].map((subscription) => subscription.stop()))
        .then(() => publisher.close())
        .then(() => connection.close());
      closed.catch((error: Error) => warn({ error: error.message }, 'event broker connection not closed cleanly'));
      // A broker that does not answer must not hold up the shutdown: what is unconfirmed is still in the outbox.
      const inTime = new AbortController();
      await Promise.race([closed, pause(STOP_MS, inTime.signal)]);
      inTime.abort();
      connection.unsafeDestroy();
    },
  };
}

/** Within a subject each event waits for the confirmation of the one before: a retry then cannot turn their order round. */
async function publishInOrder(publisher: Publisher, events: readonly CloudEvent[], timeoutMs: number): Promise<void> {
  const chains = new Map<string, Promise<void>>();
  let expired = false;
  for (const event of events) {
    const before = chains.get(event.subject) ?? Promise.resolve();
    const sent = before.then(() => {
      if (expired) throw new Error('The event broker did not confirm in time.');
      return publisher.send(
        { exchange: EVENT_EXCHANGE, routingKey: event.type, durable: true, messageId: event.id, contentType: CONTENT_TYPE },
        JSON.stringify(event),
      );
    });
    chains.set(event.subject, sent);
  }
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      expired = true;
      reject(new Error('The event broker did not confirm in time.'));
    }, timeoutMs);
  });
  const all = Promise.all([...chains.values()]);
  // Each chain's own failure is part of `all`; those that fail after it must not count as unhandled.
  for (const chain of chains.values()) chain.catch(() => undefined);
  await Promise.race([all, deadline]).finally(() => clearTimeout(timer));
}

/** Reads without taking: closing the channel puts the messages back. */
async function readDeadLetters(connection: Connection, consumer: string): Promise<DeadLetter[]> {
  const channel = await connection.acquire();
  const letters: DeadLetter[] = [];
  try {
    while (letters.length < 100) {
      const message = await channel.basicGet({ queue: deadQueue(consumer), noAck: false });
      if (!message) break;
      const event = eventOf(message);
      const { reason, attempts, 'x-first-death-reason': brokerReason } = message.headers ?? {};
      if (event) letters.push({ event, reason: String(reason ?? brokerReason ?? 'unknown'), attempts: Number(attempts ?? 0) });
    }
  } finally {
    await channel.close();
  }
  return letters;
}
