import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { backoffDelay, pause } from '#platform/database/backoff';
import { withClient } from '#platform/database/databases';
import { silentLogger } from '#platform/database/logger';
import type { EventBus } from '#platform/events/bus';
import type { CloudEvent } from '#platform/events/event';
import { isStale } from '#platform/events/sequence';
import { createPostgresBus } from '#platform/events/postgres-bus';
import { createRabbitBus } from '#platform/events/rabbitmq-bus';
import { consumerQueue, type QueueType } from '#platform/events/rabbitmq-bus-topology';
import { testDatabase } from '#kit/postgres';
import { rabbitInstalled, startRabbit } from '#kit/rabbitmq';

jest.setTimeout(40_000);

interface Broker {
  connect(): Promise<EventBus>;
  /** Cuts every connection, or the broker's life, without warning. */
  crash(): Promise<void>;
  /** Until a crash would no longer harm a consumer that is new. */
  settled(consumer: string): Promise<void>;
  stop(): Promise<void>;
}

async function postgresBroker(): Promise<Broker> {
  const database = await testDatabase();
  return {
    connect: () =>
      createPostgresBus({
        database: { service: 'test-bus', connectionString: database.connectionString },
        logger: silentLogger,
        retryBaseMs: 10,
      }),
    crash: () =>
      withClient(database.connectionString, async (client) => {
        await client.query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        );
      }),
    settled: async () => undefined,
    stop: () => database.drop(),
  };
}

async function rabbitBroker(queueType: QueueType): Promise<Broker> {
  const broker = await startRabbit();
  return {
    connect: () => createRabbitBus({ url: broker.url, service: 'test-bus', logger: silentLogger, queueType, retryBaseMs: 10 }),
    crash: () => broker.crashAndRestart(),
    settled: async (consumer) => {
      if (queueType === 'quorum') await broker.quorumQueueRegistered(consumerQueue(consumer));
    },
    stop: () => broker.stop(),
  };
}

function eventAbout(subject: string, number: number): CloudEvent {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: 'lintel/test',
    type: 'blueprint.revised',
    time: new Date().toISOString(),
    subject,
    datacontenttype: 'application/json',
    organizationid: 'org',
    sequence: `${number}`,
    data: { number },
  };
}

/** Collects what a consumer handles and resolves when it has seen so many. */
function recorder() {
  const seen: CloudEvent[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  return {
    seen,
    record(event: CloudEvent) {
      seen.push(event);
      for (const { count, resolve } of waiting) if (seen.length >= count) resolve();
    },
    reached: (count: number) => new Promise<void>((resolve) => (seen.length >= count ? resolve() : waiting.push({ count, resolve }))),
  };
}

const numbers = (events: CloudEvent[], subject?: string) =>
  events.filter((event) => subject === undefined || event.subject === subject).map((event) => event.data.number);
const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const types = ['blueprint.revised'];

function conformsToTheContract(start: () => Promise<Broker>) {
  let broker: Broker;
  let bus: EventBus;
  const consumer = () => `consumer-${randomUUID()}`;

  beforeAll(async () => {
    broker = await start();
    bus = await broker.connect();
  });
  afterAll(async () => {
    await bus.stop();
    await broker.stop();
  });

  it('delivers the events of a subject in the order they were published, and only the types asked for', async () => {
    const { seen, record, reached } = recorder();
    const subscription = await bus.subscribe({ consumer: consumer(), types, handle: async (event) => record(event) });
    const events = range(60).map((number) => eventAbout(`subject-${number % 3}`, number));
    await bus.publish([{ ...eventAbout('subject-0', -1), type: 'cost.estimated' }, ...events.slice(0, 30)]);
    await bus.publish(events.slice(30));
    await reached(60);
    await subscription.stop();
    expect(seen).toHaveLength(60);
    for (const subject of ['subject-0', 'subject-1', 'subject-2']) expect(numbers(seen, subject)).toEqual(numbers(events, subject));
    expect(seen.find(({ data }) => data.number === 7)).toEqual(events[7]);
  });

  it('delivers an event again after its handler failed, before the next of its subject', async () => {
    const { seen, record, reached } = recorder();
    let failures = 2;
    const subscription = await bus.subscribe({
      consumer: consumer(),
      types,
      handle: async (event) => {
        record(event);
        if (event.data.number === 0 && failures-- > 0) throw new Error('not yet');
      },
    });
    await bus.publish(range(3).map((number) => eventAbout('retried', number)));
    await reached(5);
    await subscription.stop();
    expect(numbers(seen)).toEqual([0, 0, 0, 1, 2]);
  });

  it('sets an event that fails in every attempt aside with the reason, while others flow', async () => {
    const { seen, record, reached } = recorder();
    const name = consumer();
    const subscription = await bus.subscribe({
      consumer: name,
      types,
      handle: async (event) => {
        if (event.data.number === 13) throw new Error('unlucky number');
        record(event);
      },
    });
    await bus.publish([eventAbout('poisoned', 13), eventAbout('healthy', 1), eventAbout('poisoned', 14)]);
    await reached(2);
    await subscription.stop();
    expect(numbers(seen)).toEqual([1, 14]);
    expect(await bus.deadLetters(name)).toMatchObject([
      { event: { subject: 'poisoned', data: { number: 13 } }, reason: 'Error: unlucky number', attempts: 5 },
    ]);
  });

  it('hands each event to one of two replicas, and all to the one that stays', async () => {
    const { seen, record, reached } = recorder();
    const name = consumer();
    const other = await broker.connect();
    const first = await bus.subscribe({ consumer: name, types, handle: async (event) => record(event) });
    await other.subscribe({ consumer: name, types, handle: async (event) => record(event) });
    await bus.publish(range(40).map((number) => eventAbout(`shared-${number % 8}`, number)));
    await reached(40);
    await first.stop();
    await bus.publish(range(10).map((number) => eventAbout('after', 40 + number)));
    await reached(50);
    await other.stop();
    expect(numbers(seen).sort((a, b) => Number(a) - Number(b))).toEqual(range(50));
  });

  it('keeps the events of a consumer that is away', async () => {
    const { seen, record, reached } = recorder();
    const subscription = { consumer: consumer(), types, handle: async (event: CloudEvent) => record(event) };
    await (await bus.subscribe(subscription)).stop();
    await bus.publish(range(5).map((number) => eventAbout('away', number)));
    const back = await bus.subscribe(subscription);
    await reached(5);
    await back.stop();
    expect(numbers(seen)).toEqual(range(5));
  });

  it('numbers events so that a consumer tells a late repetition from news', async () => {
    const { seen, record, reached } = recorder();
    const latest = new Map<string, string>();
    const applied: unknown[] = [];
    const subscription = await bus.subscribe({
      consumer: consumer(),
      types,
      handle: async (event) => {
        if (!isStale(event, latest.get(event.subject))) {
          latest.set(event.subject, event.sequence);
          applied.push(event.data.number);
        }
        record(event);
      },
    });
    await bus.publish([9, 11, 10, 9].map((number) => eventAbout('numbered', number)));
    await reached(4);
    await subscription.stop();
    expect(numbers(seen)).toEqual([9, 11, 10, 9]);
    expect(applied).toEqual([9, 11]);
  });

  it('takes a backlog of 20,000 events without holding up its publisher, and hands it out in small portions', async () => {
    const handled = recorder();
    const name = consumer();
    await (await bus.subscribe({ consumer: name, types, handle: async () => undefined })).stop();
    let slowestMs = 0;
    for (const batch of range(20)) {
      const startedAt = performance.now();
      await bus.publish(range(1_000).map((number) => eventAbout(`backlog-${number}`, batch * 1_000 + number)));
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    }
    expect(slowestMs).toBeLessThan(5_000);

    const gate = recorder();
    let inHand = 0;
    let mostInHand = 0;
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const heapBefore = process.memoryUsage().heapUsed;
    const subscription = await bus.subscribe({
      consumer: name,
      types,
      handle: async (event) => {
        mostInHand = Math.max(mostInHand, (inHand += 1));
        gate.record(event);
        await opened;
        inHand -= 1;
        handled.record(event);
      },
    });
    await gate.reached(32);
    await bus.publish([eventAbout('meanwhile', 20_000)]);
    open();
    await handled.reached(1_000);
    await subscription.stop();
    expect(mostInHand).toBe(32);
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(64 * 2 ** 20);
  });

  it('loses no confirmed event and no subscription when the broker crashes while events are published', async () => {
    const handled = new Set<string>();
    const confirmed = new Set<string>();
    const waiting: { ids: Set<string>; resolve: () => void }[] = [];
    const name = consumer();
    const subscription = await bus.subscribe({
      consumer: name,
      types,
      handle: async (event) => {
        handled.add(event.id);
        for (const { ids, resolve } of waiting) if (ids.size <= handled.size && [...ids].every((id) => handled.has(id))) resolve();
      },
    });
    await broker.settled(name);
    const publishing = range(8).map(async (writer) => {
      for (const number of range(100)) confirmed.add(await publishStubbornly(eventAbout(`writer-${writer}`, number)));
    });
    await publishStubbornly(eventAbout('before', 0));
    await broker.crash();
    await Promise.all(publishing);
    await new Promise<void>((resolve) => {
      waiting.push({ ids: confirmed, resolve });
      if ([...confirmed].every((id) => handled.has(id))) resolve();
    });
    await subscription.stop();
    expect(confirmed.size).toBe(800);
  });

  /** As the relay does: again until the bus confirms. */
  async function publishStubbornly(event: CloudEvent): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await bus.publish([event]);
        return event.id;
      } catch (error) {
        if (attempt === 20) throw error;
        await pause(backoffDelay(attempt, { baseMs: 50, maxMs: 1_000 }));
      }
    }
  }
}

describe('the event bus on PostgreSQL', () => conformsToTheContract(postgresBroker));
(rabbitInstalled ? describe : describe.skip)('the event bus on RabbitMQ (needs rabbitmq-server)', () => {
  describe('with classic queues', () => conformsToTheContract(() => rabbitBroker('classic')));
  describe('with quorum queues', () => conformsToTheContract(() => rabbitBroker('quorum')));
});
