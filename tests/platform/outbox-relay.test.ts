import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createListener, type Listener } from '#platform/database/listen';
import { silentLogger } from '#platform/database/logger';
import { closeDatabasePool, createDatabasePool, type DatabasePool } from '#platform/database/pool';
import { executeTransaction } from '#platform/database/query';
import { pgTransaction } from '#platform/database/sql-transaction';
import type { CloudEvent } from '#platform/events/event';
import { consumeOnce } from '#platform/events/inbox';
import { appendToOutbox } from '#platform/events/outbox';
import { startRelay } from '#platform/events/relay';
import { createPlatformTables } from '#kit/platform-tables';
import { testDatabase, type TestDatabase } from '#kit/postgres';

let database: TestDatabase;
let pool: DatabasePool;
let listener: Listener;

beforeAll(async () => {
  database = await testDatabase();
  pool = createDatabasePool({ service: 'test', connectionString: database.connectionString, logger: silentLogger });
  listener = createListener({ connectionString: database.connectionString, logger: silentLogger });
  await createPlatformTables(pool);
});
beforeEach(async () => void (await pool.query('TRUNCATE outbox_event, inbox_event')));
afterAll(async () => {
  await listener.close();
  await closeDatabasePool(pool);
  await database.drop();
});

const announce = (...numbers: number[]) =>
  executeTransaction(pool, (client) =>
    appendToOutbox(
      pgTransaction(client),
      numbers.map((number) => ({ type: 'blueprint.revised', subject: 'blueprint/1', organizationId: 'org', data: { number } })),
    ),
  );

/** A bus that notes what it is given; it fails as often as it is told to. */
function notingBus(failures = 0) {
  const published: CloudEvent[] = [];
  let resolveAt: { count: number; resolve: () => void } | undefined;
  return {
    published,
    async publish(events: readonly CloudEvent[]) {
      if (failures-- > 0) throw new Error('the bus is down');
      published.push(...events);
      if (resolveAt && published.length >= resolveAt.count) resolveAt.resolve();
    },
    reached: (count: number) => new Promise<void>((resolve) => (published.length >= count ? resolve() : (resolveAt = { count, resolve }))),
  };
}

describe('the outbox relay', () => {
  it('publishes what was committed, in order, and nothing that was rolled back', async () => {
    const bus = notingBus();
    const relay = await startRelay({ pool, listener, bus, source: 'lintel/test', pollMs: 60_000 });
    await announce(1, 2);
    const rolledBack = executeTransaction(pool, async (client) => {
      await appendToOutbox(pgTransaction(client), [
        { type: 'blueprint.revised', subject: 'blueprint/1', organizationId: 'org', data: { number: 99 } },
      ]);
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    await announce(3);
    await bus.reached(3);
    await relay.stop();
    expect(bus.published.map(({ data }) => data.number)).toEqual([1, 2, 3]);
    expect(bus.published[0]).toMatchObject({
      specversion: '1.0',
      source: 'lintel/test',
      subject: 'blueprint/1',
      organizationid: 'org',
      datacontenttype: 'application/json',
    });
    expect(await relay.lag()).toEqual({ pending: 0, oldestSeconds: 0 });
  });

  it('keeps events while the bus is down and delivers them when it is back', async () => {
    const bus = notingBus(2);
    await announce(1);
    const relay = await startRelay({ pool, listener, bus, source: 'lintel/test' });
    expect((await relay.lag()).pending).toBe(1);
    await bus.reached(1);
    await relay.stop();
    expect((await relay.lag()).pending).toBe(0);
  });

  it('publishes each event once when two replicas run', async () => {
    const bus = notingBus();
    const relays = await Promise.all([1, 2].map(() => startRelay({ pool, listener, bus, source: 'lintel/test' })));
    for (let number = 0; number < 30; number += 1) await announce(number);
    await bus.reached(30);
    await Promise.all(relays.map((relay) => relay.stop()));
    expect(bus.published.map(({ data }) => data.number)).toEqual(Array.from({ length: 30 }, (_, number) => number));
  });

  it('publishes what is left when it stops', async () => {
    const bus = notingBus();
    const relay = await startRelay({ pool, listener, bus, source: 'lintel/test', pollMs: 60_000 });
    const announced = announce(1);
    await announced;
    await relay.stop();
    expect(bus.published).toHaveLength(1);
  });
});

describe('the inbox', () => {
  it('forgets an event after 30 days, the outbox a published one after 7', async () => {
    await announce(1);
    await pool.query(
      "INSERT INTO inbox_event (consumer, event_id, at) VALUES ('cost', 'old', now() - interval '31 days'), ('cost', 'recent', now() - interval '29 days')",
    );
    await pool.query("UPDATE outbox_event SET published_at = now() - interval '8 days'");
    const relay = await startRelay({ pool, listener, bus: notingBus(), source: 'lintel/test' });
    await relay.stop();
    expect((await pool.query('SELECT event_id FROM inbox_event')).rows).toEqual([{ event_id: 'recent' }]);
    expect((await pool.query('SELECT id FROM outbox_event')).rows).toEqual([]);
  });

  it('lets one of two simultaneous deliveries through, and it again after a rollback', async () => {
    const failing = executeTransaction(pool, async (client) => {
      await consumeOnce(pgTransaction(client), 'cost', 'event-1');
      throw new Error('the effect failed');
    });
    await expect(failing).rejects.toThrow('the effect failed');
    const outcomes = await Promise.all(
      [1, 2].map(() => executeTransaction(pool, (client) => consumeOnce(pgTransaction(client), 'cost', 'event-1'))),
    );
    expect(outcomes.sort()).toEqual([false, true]);
    expect(await executeTransaction(pool, (client) => consumeOnce(pgTransaction(client), 'monitoring', 'event-1'))).toBe(true);
  });
});
