import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { TestClient } from '#kit/client';
import { rowsOf } from '#kit/databases';
import { eventually } from '#kit/eventually';
import { mutationOf } from '#kit/refusals';
import { seed, START, type Environment, type Owner } from '#kit/seed';
import { startPart, startStack, type OwnStack } from '#kit/stack';

jest.setTimeout(180_000);

const RUN = `query ($id: ID!) { deployment(id: $id) { status transitions { to } failure { code } environment { lock { id deployment { id } } state { resourceCount } } } }`;

interface Run {
  status: string;
  transitions: { to: string }[];
  failure: { code: string } | null;
  environment: { lock: { id: string; deployment: { id: string } } | null; state: { resourceCount: number } | null };
}

const queues = (count: number): string =>
  Array.from({ length: count }, (_, at) => `resource "aws_sqs_queue" "q${at}" {\n  name = "q${at}"\n}\n`).join('');

const started: OwnStack[] = [];
afterEach(async () => {
  for (const one of started.splice(0).reverse()) await one.stop();
});
const keep = async (starting: Promise<OwnStack>): Promise<OwnStack> => {
  const one = await starting;
  started.push(one);
  return one;
};

/** kill -9 of the whole process, and a new start on the same databases with the same secrets. */
async function crashAndRestart(stack: OwnStack): Promise<OwnStack> {
  process.kill(stack.pid, 'SIGKILL');
  const secrets = JSON.parse(readFileSync(path.join(stack.dataFolder, 'secrets.json'), 'utf8')) as Record<string, string>;
  return keep(startStack({ ...secrets, DATABASE_PREFIX: stack.databasePrefix }, { apart: false }));
}

/** Waits until the run is in the state and no longer: whoever kills next meets it there. */
async function untilIn({ client, organizationId }: Owner, deploymentId: string, status: string): Promise<void> {
  const stream = client.subscribe<{ status: string }>(
    `subscription ($o: ID!, $d: ID, $a: String) { deploymentStatusChanged(organizationId: $o, deploymentId: $d, after: $a) { status } }`,
    { o: organizationId, d: deploymentId, a: START },
  );
  await stream.next((event) => event.status === status, 60_000);
  stream.close();
}

const runOf = async (client: TestClient, id: string): Promise<Run> => (await client.ask<{ deployment: Run }>(RUN, { id })).deployment;

const ended = (client: TestClient, id: string, ms: number): Promise<Run> =>
  eventually(
    () => runOf(client, id),
    (run) => ['SUCCEEDED', 'FAILED', 'NO_CHANGES'].includes(run.status),
    ms,
  );

async function bigEnvironment(owner: Owner, count: number): Promise<Environment> {
  return (await (await owner.project()).blueprint(queues(count))).environment({ requiresApproval: false });
}

describe('kill -9 of the whole Lintel', () => {
  it('while it plans: the run is taken up again and ends', async () => {
    const stack = await keep(startStack({}, { apart: false }));
    const owner = await seed(stack.url).owner();
    const environment = await bigEnvironment(owner, 2_000);
    const run = await environment.request('APPLY');
    await untilIn(owner, run, 'PLANNING');
    const after = new TestClient((await crashAndRestart(stack)).url, owner.client.token);
    const done = await ended(after, run, 90_000);
    expect([done.status, done.failure, done.environment.lock]).toEqual(['SUCCEEDED', null, null]);
    expect(done.environment.state!.resourceCount).toBe(2_000);
  });

  it('while it applies: the run fails with its lock kept and shown, and the next one goes once it is unlocked', async () => {
    const stack = await keep(startStack({}, { apart: false }));
    const owner = await seed(stack.url).owner();
    const environment = await bigEnvironment(owner, 4_000);
    const run = await environment.request('APPLY');
    await untilIn(owner, run, 'APPLYING');
    const after = new TestClient((await crashAndRestart(stack)).url, owner.client.token);
    const lost = await ended(after, run, 60_000);
    expect([lost.status, lost.failure?.code, lost.environment.state]).toEqual(['FAILED', 'RUNNER_LOST', null]);
    expect(lost.environment.lock!.deployment.id).toBe(run);
    await after.change(mutationOf('forceUnlockState'), {
      environmentId: environment.id,
      lockId: lost.environment.lock!.id,
      note: 'looked',
    });
    const { deployment } = await after.change<{ deployment: { id: string } }>(mutationOf('requestDeployment', 'deployment { id }'), {
      environmentId: environment.id,
      kind: 'APPLY',
      idempotencyKey: 'next',
    });
    expect((await ended(after, deployment.id, 90_000)).status).toBe('SUCCEEDED');
    const stuck = await rowsOf(stack, 'iac', `SELECT id FROM deployment WHERE finished_at IS NULL`);
    expect(stuck).toEqual([]);
  });
});

describe('runners in processes of their own', () => {
  it('take over from one that is killed within 15 s', async () => {
    const blueprintPort = String(await freePort());
    const stack = await keep(startStack({ RUNNER_IN_PROCESS: 'false', BLUEPRINT_PORT: blueprintPort }, { apart: false }));
    const runner = () => keep(startPart(stack, ['runner'], { BLUEPRINT_URL: `http://127.0.0.1:${blueprintPort}` }));
    const owner = await seed(stack.url).owner();
    const environment = await bigEnvironment(owner, 4_000);
    const first = await runner();
    const run = await environment.request('PLAN');
    await untilIn(owner, run, 'PLANNING');
    process.kill(first.pid, 'SIGKILL');
    const killedAt = performance.now();
    await runner();
    await eventually(
      () => rowsOf<{ attempt: number }>(stack, 'iac', 'SELECT attempt FROM job WHERE id = $1', [`${run}/plan`]),
      ([job]) => job!.attempt === 2,
      60_000,
    );
    expect(performance.now() - killedAt).toBeLessThan(15_000 + 5_000);
    expect((await ended(owner.client, run, 90_000)).status).toBe('SUCCEEDED');
  });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
