import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { databaseUrl, withClient } from '#platform/database/databases';
import type { Stream, TestClient } from '#kit/client';
import { eventually } from '#kit/eventually';
import { addMember, removeMember } from '#kit/membership';
import { testServer } from '#kit/postgres';
import { seed, START, type Blueprint, type Environment, type Owner, type Project } from '#kit/seed';
import { partUrl, sharedStack, startPart, startStack, type OwnStack, type Stack } from '#kit/stack';

jest.setTimeout(30_000);

interface Moved {
  cursor: string;
  occurredAt: string;
  from: string | null;
  status: string;
  deployment: { id: string; number: number };
}
interface AlertMoved {
  cursor: string;
  previousState: string | null;
  alert: { id: string; state: string; severity: string };
}

const MOVES = `subscription ($o: ID!, $p: ID, $e: ID, $d: ID, $a: String) {
  deploymentStatusChanged(organizationId: $o, projectId: $p, environmentId: $e, deploymentId: $d, after: $a) { cursor occurredAt from status deployment { id number } } }`;
const ALERTS = `subscription ($o: ID!, $e: ID, $m: Severity, $a: String) {
  driftAlertChanged(organizationId: $o, environmentId: $e, minimumSeverity: $m, after: $a) { cursor previousState alert { id state severity } } }`;
const TINY = `resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
`;

let stack: Stack;
let owner: Owner;
let project: Project;
let blueprint: Blueprint;

beforeAll(async () => {
  stack = await sharedStack();
  owner = await seed(stack.url).owner();
  project = await owner.project();
  blueprint = await project.blueprint(TINY);
}, 90_000);

const follow = (client: TestClient, variables: object = {}): Stream<Moved> =>
  client.subscribe<Moved>(MOVES, { o: owner.organizationId, ...variables });

const codeOf = (fault: unknown): unknown => (fault as { extensions?: { code?: string } }[])[0]?.extensions?.code;

/** All that a filter lets through, from the beginning on: so many events. */
async function replay(variables: object, count: number): Promise<Moved[]> {
  const stream = follow(owner.client, { a: START, ...variables });
  const events = await stream.take(count, 60_000);
  stream.close();
  return events;
}

async function planned(environment: Environment): Promise<string> {
  const id = await environment.request('PLAN');
  await environment.reached(id, 'SUCCEEDED', 'NO_CHANGES');
  return id;
}

describe('deploymentStatusChanged', () => {
  it('delivers a run live, and its rest again from behind each of its events', async () => {
    const environment = await blueprint.environment();
    const live = follow(owner.client, { e: environment.id });
    // What comes before the subscription is there is replayed, so the comparison waits for one event of it.
    const id = await planned(environment);
    const whole = await replay({ d: id }, 5);
    live.close();
    expect(whole[0]).toMatchObject({ from: null, status: 'QUEUED', deployment: { id } });
    const last = whole.length;
    for (let at = 0; at < last - 1; at += 1) {
      const rest = await replay({ d: id, a: whole[at]!.cursor }, last - at - 1);
      expect(rest).toEqual(whole.slice(at + 1));
    }
    whole.slice(1).forEach((event, at) => expect(event.from).toBe(whole[at]!.status));
  }, 60_000);

  it('delivers only what its filters let through', async () => {
    const other = await (await owner.project()).blueprint(TINY);
    const [here, there] = [await blueprint.environment(), await other.environment()];
    const [mine, theirs] = await Promise.all([planned(here), planned(there)]);
    const ids = async (variables: object): Promise<Set<string>> =>
      new Set((await replay(variables, 5)).map((event) => event.deployment.id));
    expect(await ids({ e: here.id })).toEqual(new Set([mine]));
    expect(await ids({ p: other.project.id })).toEqual(new Set([theirs]));
    expect(await ids({ d: theirs })).toEqual(new Set([theirs]));
  }, 60_000);

  it.each([
    'garbage',
    '',
    'MA==',
    Buffer.from('e1:-1').toString('base64url'),
    Buffer.from('e1:99999999999999999999').toString('base64url'),
  ])('refuses the cursor %j', async (after) => {
    const stream = follow(owner.client, { a: after });
    expect(codeOf(await stream.failure())).toBe('BAD_USER_INPUT');
  });

  it('refuses a cursor of an event that has not been', async () => {
    const stream = follow(owner.client, { a: Buffer.from('e1:9000000000').toString('base64url') });
    expect(codeOf(await stream.failure())).toBe('CURSOR_EXPIRED');
  });

  it('is refused to another organisation and to nobody in particular', async () => {
    const stranger = await seed(stack.url).owner();
    expect(codeOf(await follow(stranger.client).failure())).toBe('NOT_FOUND');
    expect(codeOf(await follow(owner.client.as(null)).failure())).toBe('UNAUTHENTICATED');
  });

  it('ends within seconds for somebody who is no longer a member', async () => {
    const member = await seed(stack.url).owner();
    const membershipId = await addMember(stack, owner, member, 'VIEWER');
    const stream = follow(member.client, { a: START });
    await stream.next();
    const started = performance.now();
    await removeMember(stack, membershipId);
    expect(codeOf(await stream.failure(8_000))).toBe('ACCESS_CHANGED');
    expect(performance.now() - started).toBeLessThan(6_000);
    expect(codeOf(await follow(member.client).failure())).toBe('NOT_FOUND');
  }, 30_000);

  it('gives every event once and in order to a client that loses its connection 50 times', async () => {
    const environments = await Promise.all(Array.from({ length: 8 }, () => blueprint.environment()));
    const before = follow(owner.client, { a: START });
    await before.next();
    const runs = Promise.all(environments.flatMap((environment) => Array.from({ length: 5 }, () => planned(environment))));
    let cursor = before.events[0]!.cursor;
    before.close();
    const received: string[] = [];
    let drops = 0;
    for (let random = 7; received.length < 200; random = (random * 48_271) % 2_147_483_647) {
      const wanted = Math.min(1 + (random % 6), 200 - received.length);
      const stream = follow(owner.client, { a: cursor });
      const events = await stream.take(wanted, 60_000);
      stream.drop();
      drops += 1;
      received.push(...events.map((event) => event.cursor));
      cursor = received.at(-1)!;
    }
    await runs;
    expect(drops).toBeGreaterThanOrEqual(50);
    const all = (await replay({}, 201)).map((event) => event.cursor);
    expect(received).toEqual(all.slice(1));
    expect(new Set(received).size).toBe(200);
  }, 120_000);
});

describe('driftAlertChanged', () => {
  it('delivers alerts from behind a cursor on, down to a severity', async () => {
    const environment = await (await project.blueprint()).environment();
    await environment.deployed();
    await environment.tamperedWith('aws_instance.web', { instance_type: 'm5.4xlarge' });
    const subscribe = (variables: object): Stream<AlertMoved> =>
      owner.client.subscribe<AlertMoved>(ALERTS, { o: owner.organizationId, e: environment.id, ...variables });
    const stream = subscribe({ a: START });
    const scan = mutation('scanDrift');
    await owner.client.change(scan, { environmentId: environment.id });
    const opened = await stream.next();
    expect(opened).toMatchObject({ previousState: null, alert: { state: 'OPEN' } });
    await owner.client.change(mutation('acknowledgeDriftAlert', 'DriftAlertActionInput'), { alertId: opened.alert.id });
    const [, acknowledged] = await stream.take(2);
    expect(acknowledged).toMatchObject({ previousState: 'OPEN', alert: { id: opened.alert.id, state: 'ACKNOWLEDGED' } });
    stream.close();
    const rest = subscribe({ a: opened.cursor });
    expect((await rest.next()).cursor).toBe(acknowledged!.cursor);
    rest.close();
    const enough = subscribe({ a: START, m: opened.alert.severity });
    expect((await enough.take(2)).map(({ cursor }) => cursor)).toEqual([opened.cursor, acknowledged!.cursor]);
    enough.close();
    expect(codeOf(await (await seed(stack.url).owner()).client.subscribe(ALERTS, { o: owner.organizationId }).failure())).toBe('NOT_FOUND');
  }, 60_000);
});

const mutation = (name: string, input = `${name[0]!.toUpperCase()}${name.slice(1)}Input`): string =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { userErrors { code message path } } }`;

describe('with two replicas of monitoring and of the gateway', () => {
  let monitoring: OwnStack;
  let gateway: OwnStack;
  let first: OwnStack;

  beforeAll(async () => {
    first = await startStack({ ACCESS_TOKEN_SECONDS: '12' });
    monitoring = await startPart(first, ['subgraph', 'monitoring'], { IAC_URL: partUrl(first, 'iac') });
    const urls = Object.fromEntries(
      ['auth', 'blueprint', 'iac', 'guardrail', 'cost'].map((name) => [`${name.toUpperCase()}_URL`, partUrl(first, name)]),
    );
    gateway = await startPart(first, ['gateway'], { ...urls, MONITORING_URL: monitoring.url, PORT: '0' });
  }, 150_000);
  afterAll(async () => {
    await gateway?.stop();
    await monitoring?.stop();
    await first?.stop();
  }, 30_000);

  it('what one publishes reaches who has subscribed at the other; a token that expires closes the socket and the next resumes; what has expired is refused', async () => {
    const other = await seed(first.url).owner();
    const environment = await (await (await other.project()).blueprint(TINY)).environment();
    const subscriber = other.client.at(gateway.url);
    const stream = subscriber.subscribe<Moved>(MOVES, { o: other.organizationId, a: START });
    const run = await environment.request('PLAN');
    await stream.next((event) => event.deployment.id === run && event.status === 'SUCCEEDED');

    expect(await stream.failure(20_000)).toMatchObject({ code: 4403 });
    const seen = stream.events.at(-1)!;
    const { session } = await other.client
      .as(null)
      .change<{ session: { accessToken: string } }>(
        'mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { session { accessToken } userErrors { code message path } } }',
        { refreshToken: other.refreshToken },
      );
    const fresh = subscriber.as(session.accessToken);
    const resumed = fresh.subscribe<Moved>(MOVES, { o: other.organizationId, a: stream.events.at(-2)!.cursor });
    expect((await resumed.next()).cursor).toBe(seen.cursor);
    resumed.close();

    // Retention is a matter of the start and of each hour: a replica that starts finds events of long ago.
    await withClient(databaseUrl(testServer(), `${first.databasePrefix}_monitoring`), (client) =>
      client.query("UPDATE log_event SET appended_at = now() - interval '40 days'"),
    );
    const retaining = await startPart(first, ['subgraph', 'monitoring'], { EVENT_RETENTION_DAYS: '30' });
    const answer = async (): Promise<unknown> => {
      const attempt = fresh.subscribe<Moved>(MOVES, { o: other.organizationId, a: stream.events[0]!.cursor });
      const refused = attempt.failure().then(codeOf, () => undefined);
      const served = attempt.next().then(
        () => 'served',
        () => refused,
      );
      return Promise.race([refused, served]).finally(() => attempt.close());
    };
    // It serves at once and forgets a moment later.
    await eventually(answer, (code) => code === 'CURSOR_EXPIRED', 20_000);
    await retaining.stop();
  }, 120_000);
});
