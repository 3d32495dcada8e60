import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { databaseUrl, withClient } from '#platform/database/databases';
import { testServer } from '#kit/postgres';
import { rabbitInstalled, startRabbit, type TestBroker } from '#kit/rabbitmq';
import { NETWORK, seed, START } from '#kit/seed';
import { partUrl, sharedStack, startPart, startStack, type OwnStack, type Stack } from '#kit/stack';

jest.setTimeout(30_000);

const MOVES = `subscription ($o: ID!, $d: ID, $a: String) { deploymentStatusChanged(organizationId: $o, deploymentId: $d, after: $a) { cursor status deployment { id } } }`;

const inDatabase = <T extends object>(stack: Stack, name: string, statement: string, values: unknown[] = []): Promise<T[]> =>
  withClient(
    databaseUrl(testServer(), `${stack.databasePrefix}_${name}`),
    async (client) => (await client.query<T>(statement, values)).rows,
  );

describe('an event that is delivered again', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await sharedStack();
  }, 90_000);

  it('has one effect', async () => {
    const owner = await seed(stack.url).owner();
    const environment = await (await (await owner.project()).blueprint()).environment();
    const run = await environment.request('PLAN');
    await environment.reached(run, 'SUCCEEDED', 'NO_CHANGES');
    const logged = (): Promise<{ payload: object }[]> =>
      inDatabase(stack, 'monitoring', 'SELECT payload FROM log_event WHERE deployment_id = $1 ORDER BY position', [run]);
    const before = await logged();
    // The bus delivers all of the run's events once more, as it does when a consumer dies between effect and acknowledgement.
    const again = await inDatabase<{ position: string }>(
      stack,
      'bus',
      `INSERT INTO bus_delivery (consumer, position, subject) SELECT 'monitoring', position, subject FROM bus_event WHERE subject = $1 AND type = 'deployment.status-changed' RETURNING position`,
      [run],
    );
    expect(again.length).toBe(before.length);
    // Handled in order, so they are done when a run that came after them is.
    const next = await environment.request('PLAN');
    await environment.reached(next, 'SUCCEEDED', 'NO_CHANGES');
    expect(await logged()).toEqual(before);
    expect(await inDatabase(stack, 'bus', 'SELECT 1 FROM bus_delivery WHERE consumer = $1 AND subject = $2', ['monitoring', run])).toEqual(
      [],
    );
  }, 60_000);
});

describe('two replicas over one outbox', () => {
  it('publish each event once, and those of one subject in order', async () => {
    const stack = await sharedStack();
    const subjects = Array.from({ length: 5 }, () => randomUUID());
    const replica = await startPart(stack, ['subgraph', 'monitoring'], { IAC_URL: partUrl(stack, 'iac') });
    try {
      // Written by neither of the two, in many transactions, and relayed by whichever wakes up first.
      await withClient(databaseUrl(testServer(), `${stack.databasePrefix}_monitoring`), async (client) => {
        for (let at = 0; at < 300; at += 1)
          await client.query(
            `WITH added AS (INSERT INTO outbox_event (id, type, subject, organization_id, time, data) VALUES ($1, 'test.counted', $2, 'test', now(), $3) RETURNING 1)
             SELECT pg_notify('outbox', '') FROM added`,
            [randomUUID(), subjects[at % subjects.length], { count: at }],
          );
      });
      const published = async (): Promise<{ subject: string; count: number }[]> =>
        inDatabase(
          stack,
          'bus',
          `SELECT subject, (envelope->'data'->>'count')::int AS count FROM bus_event WHERE subject = ANY ($1) ORDER BY position`,
          [subjects],
        );
      let events = await published();
      for (const deadline = Date.now() + 20_000; events.length < 300 && Date.now() < deadline;) events = await published();
      expect(events.length).toBe(300);
      for (const [at, subject] of subjects.entries())
        expect(events.filter((event) => event.subject === subject).map((event) => event.count)).toEqual(
          Array.from({ length: 60 }, (_one, n) => n * 5 + at),
        );
    } finally {
      await replica.stop();
    }
  }, 60_000);
});

const withRabbit = rabbitInstalled ? describe : describe.skip;

withRabbit('on RabbitMQ', () => {
  let broker: TestBroker;
  let stack: OwnStack;
  beforeAll(async () => {
    broker = await startRabbit();
    stack = await startStack({ AMQP_URL: broker.url });
  }, 150_000);
  afterAll(async () => {
    await stack?.stop();
    await broker?.stop();
  }, 60_000);

  it('a design is deployed, checked and priced as without it', async () => {
    const owner = await seed(stack.url).owner();
    const environment = await (await (await owner.project()).blueprint(NETWORK)).environment();
    const id = await environment.deployed();
    const { deployment } = await owner.client.ask<{ deployment: object }>(
      `query ($id: ID!) { deployment(id: $id) { status cost { monthly } guardrails { verdict } } }`,
      { id },
    );
    expect(deployment).toEqual({ status: 'SUCCEEDED', cost: { monthly: '78.08' }, guardrails: { verdict: 'OVERRIDABLE' } });
  }, 90_000);

  it('a change succeeds while the broker is away, and its events arrive when the broker is back', async () => {
    const owner = await seed(stack.url).owner();
    const environment = await (await (await owner.project()).blueprint(NETWORK)).environment();
    const stream = owner.client.subscribe<{ status: string }>(MOVES, { o: owner.organizationId, a: START });
    const back = broker.crashAndRestart();
    const run = await environment.request('PLAN');
    expect(run).toEqual(expect.any(String));
    await back;
    await stream.next(({ status }) => status === 'SUCCEEDED', 60_000);
    expect(stream.events.map(({ status }) => status)[0]).toBe('QUEUED');
    expect(new Set(stream.events.map(({ status }) => status)).size).toBe(stream.events.length);
    stream.close();
  }, 120_000);
});
