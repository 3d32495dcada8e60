import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { withClient } from '#platform/database/databases';
import { silentLogger } from '#platform/database/logger';
import type { EventBus } from '#platform/events/bus';
import type { CloudEvent } from '#platform/events/event';
import { createPostgresBus } from '#platform/events/postgres-bus';
import { createRabbitBus } from '#platform/events/rabbitmq-bus';
import { testDatabase } from '#kit/postgres';
import { rabbitInstalled, startRabbit } from '#kit/rabbitmq';

jest.setTimeout(20_000);

interface Broker {
  connect(): Promise<EventBus>;
  /** Cuts every connection, or the broker's life, without warning. */
  crash(): Promise<void>;
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
    stop: () => database.drop(),
  };
}

async function rabbitBroker(): Promise<Broker> {
  const broker = await startRabbit();
  return {
    connect: () => createRabbitBus({ url: broker.url, service: 'test-bus', logger: silentLogger, retryBaseMs: 10 }),
    crash: () => broker.crashAndRestart(),
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

  it('loses no confirmed event and no subscription when the broker crashes', async () => {
    const { seen, record, reached } = recorder();
    const subscription = await bus.subscribe({ consumer: consumer(), types, handle: async (event) => record(event) });
    await bus.publish(range(20).map((number) => eventAbout('before', number)));
    await broker.crash();
    for (const number of range(5)) await publishStubbornly(eventAbout('behind', number));
    await reached(25);
    await subscription.stop();
    expect(new Set(numbers(seen, 'before'))).toEqual(new Set(range(20)));
    expect(new Set(numbers(seen, 'behind'))).toEqual(new Set(range(5)));
  });

  async function publishStubbornly(event: CloudEvent): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await bus.publish([event]);
      } catch (error) {
        if (attempt === 20) throw error;
      }
    }
  }
}

describe('the event bus on PostgreSQL', () => conformsToTheContract(postgresBroker));
(rabbitInstalled ? describe : describe.skip)('the event bus on RabbitMQ (needs rabbitmq-server)', () =>
  conformsToTheContract(rabbitBroker),
);
