import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mutationOf, refusals } from '#kit/refusals';
import { seed, type Environment, type Owner } from '#kit/seed';
import { sharedStack, startStack, type OwnStack, type Stack } from '#kit/stack';

jest.setTimeout(30_000);

interface Alert {
  id: string;
  address: string;
  kind: string;
  state: string;
  severity: string;
  lastSeenAt: string;
  resolvedAt: string | null;
  acknowledgedBy: { id: string } | null;
  attributes: { path: string }[];
}

const ALERT = `id address kind state severity detectedAt lastSeenAt resolvedAt acknowledgedBy { id } attributes { path } lastAppliedBy { id } environment { id }`;
const OF_ENVIRONMENT = `query ($id: ID!, $state: [DriftAlertState!], $first: Int, $after: String) { environment(id: $id) {
  drift health { status openAlerts lastDriftScanAt lastDeployment { id } }
  driftAlerts(first: $first, after: $after, state: $state) { totalCount nodes { ${ALERT} } pageInfo { hasNextPage endCursor } } } }`;
const SCAN = mutationOf('scanDrift', 'deployment { id }');
const ACKNOWLEDGE = `mutation ($input: DriftAlertActionInput!) { acknowledgeDriftAlert(input: $input) {
  alert { id state acknowledgedBy { id } } userErrors { code message path } } }`;

let stack: Stack;
let owner: Owner;

beforeAll(async () => {
  stack = await sharedStack();
  owner = await seed(stack.url).owner();
}, 90_000);

interface Seen {
  drift: string;
  health: { status: string; openAlerts: number; lastDriftScanAt: string | null; lastDeployment: { id: string } | null };
  driftAlerts: { totalCount: number; nodes: Alert[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

const look = async (environment: Environment, variables: object = {}): Promise<Seen> =>
  (await owner.client.ask<{ environment: Seen }>(OF_ENVIRONMENT, { id: environment.id, ...variables })).environment;

/** Asks until what is known of the environment fits. */
async function becomes(environment: Environment, fits: (seen: Seen) => boolean, ms = 20_000): Promise<Seen> {
  const deadline = Date.now() + ms;
  for (;;) {
    const seen = await look(environment);
    if (fits(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${JSON.stringify(seen)}`);
  }
}

/** Scans, and waits until what the scan found is known. */
async function scanned(environment: Environment): Promise<Seen> {
  const { lastDriftScanAt: before } = (await look(environment)).health;
  await owner.client.change(SCAN, { environmentId: environment.id });
  return becomes(environment, ({ drift, health }) => drift !== 'SCANNING' && health.lastDriftScanAt !== before);
}

describe('the alerts of an environment', () => {
  it('open, are seen again, acknowledged, resolved, and open anew', async () => {
    const environment = await (await (await owner.project()).blueprint()).environment();
    expect(await look(environment)).toMatchObject({ drift: 'NEVER_SCANNED', health: { status: 'UP', openAlerts: 0 } });
    const deploymentId = await environment.deployed();
    expect(await scanned(environment)).toMatchObject({ drift: 'IN_SYNC', driftAlerts: { totalCount: 0 } });

    await environment.tamperedWith('aws_instance.web', { instance_type: 'm5.4xlarge' });
    await owner.client.change(SCAN, { environmentId: environment.id });
    expect((await look(environment)).drift).toBe('SCANNING');
    const drifted = await becomes(environment, ({ drift }) => drift === 'DRIFTED');
    expect(drifted).toMatchObject({ health: { status: 'DEGRADED', openAlerts: 1, lastDeployment: { id: deploymentId } } });
    const [opened] = drifted.driftAlerts.nodes as [Alert];
    expect(opened).toMatchObject({
      address: 'aws_instance.web',
      kind: 'CHANGED',
      state: 'OPEN',
      attributes: [{ path: 'instance_type' }],
    });
    expect(opened).toMatchObject({ environment: { id: environment.id }, lastAppliedBy: { id: deploymentId } });

    const again = (await scanned(environment)).driftAlerts;
    expect(again.nodes.map((alert) => alert.id)).toEqual([opened.id]);
    expect(Date.parse(again.nodes[0]!.lastSeenAt)).toBeGreaterThan(Date.parse(opened.lastSeenAt));

    const { alert } = await owner.client.change<{ alert: Alert }>(ACKNOWLEDGE, { alertId: opened.id, note: 'known' });
    expect(alert).toEqual({ id: opened.id, state: 'ACKNOWLEDGED', acknowledgedBy: { id: owner.userId } });
    const known = await scanned(environment);
    expect(known.driftAlerts.nodes).toMatchObject([{ id: opened.id, state: 'ACKNOWLEDGED' }]);
    expect(known).toMatchObject({ drift: 'DRIFTED', health: { status: 'UP', openAlerts: 0 } });
    const { userErrors } = await owner.client.payload(ACKNOWLEDGE, { input: { alertId: opened.id } });
    expect(userErrors).toMatchObject([{ code: 'ILLEGAL_TRANSITION', path: ['input', 'alertId'] }]);

    await environment.tamperedWith('aws_instance.web', { instance_type: 'm5.large' });
    const healed = await scanned(environment);
    expect(healed).toMatchObject({ drift: 'IN_SYNC', health: { status: 'UP' } });
    expect(healed.driftAlerts.nodes).toMatchObject([{ id: opened.id, state: 'RESOLVED', resolvedAt: expect.any(String) }]);

    await environment.tamperedWith('aws_instance.web', { instance_type: 'm5.4xlarge' });
    const back = (await scanned(environment)).driftAlerts;
    expect(back.totalCount).toBe(2);
    expect(back.nodes[0]).toMatchObject({ state: 'OPEN', address: 'aws_instance.web' });
    expect(back.nodes[1]!.id).toBe(opened.id);
  }, 60_000);

  it('are listed newest first, by state, in pages, for the environment and the organisation', async () => {
    const environment = await (await (await owner.project()).blueprint()).environment();
    await environment.deployed();
    await environment.tamperedWith('aws_instance.web');
    await environment.tamperedWith('aws_vpc.main', { enable_dns_support: false });
    await environment.tamperedWith('aws_security_group.web', { description: 'changed' });
    const { driftAlerts } = await scanned(environment);
    expect(new Set(driftAlerts.nodes.map(({ address }) => address))).toEqual(
      new Set(['aws_instance.web', 'aws_vpc.main', 'aws_security_group.web']),
    );
    expect(driftAlerts.nodes.find((alert) => alert.address === 'aws_instance.web')).toMatchObject({ kind: 'DELETED' });
    for (const alert of driftAlerts.nodes) expect(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']).toContain(alert.severity);

    const first = (await look(environment, { first: 2 })).driftAlerts;
    const rest = (await look(environment, { first: 100, after: first.pageInfo.endCursor })).driftAlerts;
    expect([...first.nodes, ...rest.nodes].map(({ id }) => id)).toEqual(driftAlerts.nodes.map(({ id }) => id));
    expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
    expect((await look(environment, { state: ['RESOLVED'] })).driftAlerts).toMatchObject({ totalCount: 0, nodes: [] });

    await environment.destroyed();
    const gone = await becomes(environment, (seen) => seen.driftAlerts.nodes.every((alert) => alert.state === 'RESOLVED'));
    expect(gone.drift).toBe('IN_SYNC');
    const { organization } = await owner.client.ask<{ organization: { driftAlerts: { nodes: Alert[]; totalCount: number } } }>(
      `query ($id: ID!) { organization(id: $id) { driftAlerts(first: 100, state: [RESOLVED]) { totalCount nodes { id } } } }`,
      { id: owner.organizationId },
    );
    expect(organization.driftAlerts.nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(driftAlerts.nodes.map(({ id }) => id)));
    expect(await owner.client.code(OF_ENVIRONMENT, { id: environment.id, first: 0 })).toBe('BAD_USER_INPUT');
    expect(await owner.client.code(OF_ENVIRONMENT, { id: environment.id, after: 'garbage' })).toBe('BAD_USER_INPUT');
  }, 60_000);
});

describe('scanDrift', () => {
  let environment: Environment;
  beforeAll(async () => {
    environment = await (await (await owner.project()).blueprint()).environment();
  });

  it('passes on that nothing is deployed', async () => {
    const { userErrors } = await owner.client.payload(SCAN, { input: { environmentId: environment.id } });
    expect(userErrors).toMatchObject([{ code: 'NOTHING_DEPLOYED', path: ['input', 'environmentId'] }]);
  });

  it('queues one run for one idempotency key', async () => {
    await environment.deployed();
    const input = { environmentId: environment.id, idempotencyKey: 'nightly' };
    const first = await owner.client.change<{ deployment: { id: string } }>(SCAN, input);
    const second = await owner.client.change<{ deployment: { id: string } }>(SCAN, input);
    expect(second.deployment.id).toBe(first.deployment.id);
    await environment.reached(first.deployment.id, 'SUCCEEDED', 'NO_CHANGES');
  }, 30_000);

  refusals({
    name: 'scanDrift',
    stack: () => stack,
    owner: () => owner,
    input: () => ({ environmentId: environment.id }),
    bad: [{ change: { idempotencyKey: 'k'.repeat(201) }, code: 'INVALID_INPUT', at: 'idempotencyKey' }],
    role: 'VIEWER',
    id: 'environmentId',
  });
});

describe('acknowledgeDriftAlert', () => {
  let alertId: string;
  beforeAll(async () => {
    const environment = await (await (await owner.project()).blueprint()).environment();
    await environment.deployed();
    await environment.tamperedWith('aws_instance.web');
    alertId = (await scanned(environment)).driftAlerts.nodes[0]!.id;
  }, 60_000);

  it('finds nothing to do for an alert that another organisation asks for by id', async () => {
    const stranger = await seed(stack.url).owner();
    expect(await stranger.client.code(`query ($id: ID!) { driftAlert(id: $id) { id } }`, { id: alertId })).toBe('NOT_FOUND');
    const { driftAlert } = await owner.client.ask<{ driftAlert: Alert }>(`query ($id: ID!) { driftAlert(id: $id) { ${ALERT} } }`, {
      id: alertId,
    });
    expect(driftAlert).toMatchObject({ id: alertId, state: 'OPEN' });
  });

  refusals(
    {
      name: 'acknowledgeDriftAlert',
      stack: () => stack,
      owner: () => owner,
      input: () => ({ alertId }),
      bad: [{ change: { note: 'n'.repeat(10_001) }, code: 'INVALID_INPUT', at: 'note' }],
      role: 'VIEWER',
      id: 'alertId',
    },
    ACKNOWLEDGE,
  );
});

const SERVICES = `{ serviceHealth { service status version uptimeSeconds latencyMs checks } }`;
type Services = { serviceHealth: { service: string; status: string; version: string; checks: object }[] };
/** The gateway is there too where its port is known before it starts. */
const everything = ['auth', 'blueprint', 'iac', 'guardrail', 'cost', 'monitoring', 'database', 'broker'];

describe('serviceHealth', () => {
  it('shows every service in one form, and no host', async () => {
    const { serviceHealth } = await owner.client.ask<Services>(SERVICES);
    expect(serviceHealth.map(({ service }) => service)).toEqual(expect.arrayContaining(everything));
    for (const { status, version } of serviceHealth) expect([status, version]).toEqual(['UP', expect.stringMatching(/\d/)]);
    expect(JSON.stringify(serviceHealth)).not.toMatch(/127\.0\.0\.1|localhost|postgres(ql)?:\/\/|http:/);
    const database = serviceHealth.find(({ service }) => service === 'database')!;
    expect(database.checks).toMatchObject({ database: { total: expect.any(Number), idle: expect.any(Number), max: expect.any(Number) } });
    expect(await owner.client.as(null).code(SERVICES)).toBe('UNAUTHENTICATED');
  });

  describe('of parts that are processes of their own', () => {
    let apart: OwnStack;
    beforeAll(async () => {
      // Below those that the system gives to others by chance.
      apart = await startStack({ PORT: `${20_000 + (process.pid % 10_000)}` }, { apart: true });
    }, 120_000);
    afterAll(() => apart?.stop(), 30_000);

    it('is DOWN while one does not answer, and UP again once it has been started anew', async () => {
      const { client } = await seed(apart.url).owner();
      const until = async (status: string): Promise<void> => {
        for (const deadline = Date.now() + 40_000; Date.now() < deadline;) {
          const { serviceHealth } = await client.ask<Services>(SERVICES);
          if (serviceHealth.find(({ service }) => service === 'cost')?.status === status) return;
        }
        throw new Error(`cost was not ${status} within 40 s`);
      };
      await until('UP');
      const { serviceHealth } = await client.ask<Services>(SERVICES);
      expect(serviceHealth.find(({ service }) => service === 'gateway')).toMatchObject({ status: 'UP' });
      const pid = processOf(apart.pid, 'subgraph cost');
      process.kill(pid, 'SIGSTOP');
      await until('DOWN');
      process.kill(pid, 'SIGKILL');
      await until('UP');
      expect(processOf(apart.pid, 'subgraph cost')).not.toBe(pid);
    }, 120_000);
  });
});

/** The part of a supervised Lintel with these arguments. */
function processOf(parent: number, args: string): number {
  const lines = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', `${parent}`], { encoding: 'utf8' }).split('\n');
  return Number.parseInt(
    lines.find((line) => line.includes(args))!,
    10,
  );
}
