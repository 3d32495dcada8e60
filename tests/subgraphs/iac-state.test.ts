import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { rowsOf, tablesHolding } from '#kit/databases';
import { mutationOf, refusals } from '#kit/refusals';
import { seed, type Environment, type Owner, type Project } from '#kit/seed';
import { sharedStack, type Stack } from '#kit/stack';

jest.setTimeout(90_000);

const queue = (timeout: number, extra = '') =>
  `resource "aws_sqs_queue" "jobs" {\n  name                       = "jobs"\n  visibility_timeout_seconds = ${timeout}\n  tags = {\n    team = "web"\n  }\n}\noutput "timeout" {\n  value = aws_sqs_queue.jobs.visibility_timeout_seconds\n}\n${extra}`;

interface StateFields {
  state: { serial: number; lineage: string; resourceCount: number; outputs: Record<string, unknown> } | null;
  stateVersions: { nodes: { serial: number; lineage: string; outputs: Record<string, unknown>; deployment: { id: string } | null }[] };
  lock: { id: string; who: string; operation: string; deployment: { id: string } | null } | null;
}

const STATE = `query ($id: ID!) { environment(id: $id) { state { serial lineage resourceCount outputs }
  stateVersions { nodes { serial lineage outputs deployment { id } } } lock { id who operation deployment { id } } } }`;
const ROLLBACK = mutationOf('rollbackState', 'environment { state { serial } }');
const UNLOCK = mutationOf('forceUnlockState', 'environment { lock { id } }');
const DRIFT = mutationOf('simulateDrift', 'address');

let stack: Stack;
let owner: Owner;
let project: Project;

beforeAll(async () => {
  stack = await sharedStack();
  owner = await seed(stack.url).owner();
  project = await owner.project();
});

const stateOf = async ({ id }: Environment) => (await owner.client.ask<{ environment: StateFields }>(STATE, { id })).environment;
const environmentOf = async (tf: string, variables = {}) =>
  (await project.blueprint(tf)).environment({ requiresApproval: false, variables });

async function applied(environment: Environment): Promise<string> {
  const id = await environment.request('APPLY');
  await environment.reached(id, 'SUCCEEDED');
  return id;
}

const revise = (environment: Environment, expectedRevision: number, tf: string) =>
  owner.client.change(mutationOf('importBlueprint'), {
    ...{ blueprintId: environment.blueprint.id, expectedRevision, format: 'HCL' },
    files: [{ path: 'main.tf', content: tf }],
  });

describe('the state', () => {
  let environment: Environment;
  let runs: string[];
  beforeAll(async () => {
    environment = await environmentOf(queue(30));
    runs = [await applied(environment)];
    await revise(environment, 1, queue(60));
    runs.push(await applied(environment));
  });

  it('has a version for each apply, with growing serials and one lineage', async () => {
    const { state, stateVersions } = await stateOf(environment);
    expect(stateVersions.nodes.map((one) => [one.serial, one.outputs, one.deployment!.id])).toEqual([
      [2, { timeout: 60 }, runs[1]],
      [1, { timeout: 30 }, runs[0]],
    ]);
    expect(new Set(stateVersions.nodes.map((one) => one.lineage)).size).toBe(1);
    expect(state).toMatchObject({ serial: 2, resourceCount: 1 });
  });

  refusals({
    name: 'rollbackState',
    stack: () => stack,
    owner: () => owner,
    input: () => ({ environmentId: environment.id, serial: 1, note: 'back' }),
    bad: [
      { change: { serial: 99 }, code: 'INVALID_INPUT', at: 'serial' },
      { change: { serial: 0 }, code: 'INVALID_INPUT', at: 'serial' },
      { change: { note: 'a\0b' }, code: 'INVALID_INPUT', at: 'note' },
    ],
    role: 'AUTHOR',
    id: 'environmentId',
  });

  it('is rolled back by a version with a higher serial and the old content', async () => {
    const { environment: after } = await owner.client.change<{ environment: { state: { serial: number } } }>(ROLLBACK, {
      environmentId: environment.id,
      serial: 1,
      note: 'back',
    });
    expect(after.state.serial).toBe(3);
    const { state, stateVersions } = await stateOf(environment);
    expect(state!.outputs).toEqual({ timeout: 30 });
    expect(stateVersions.nodes.map((one) => one.serial)).toEqual([3, 2, 1]);
    expect(stateVersions.nodes[0]!.lineage).toBe(stateVersions.nodes[2]!.lineage);
  });

  refusals({
    name: 'forceUnlockState',
    stack: () => stack,
    owner: () => owner,
    input: () => ({ environmentId: environment.id, lockId: 'none', note: 'x' }),
    bad: [{ change: {}, code: 'INVALID_INPUT', at: 'lockId' }],
    role: 'OPERATOR',
    id: 'environmentId',
  });

  it('that somebody has locked is shown, holds runs up, and is unlocked by the id of its lock only', async () => {
    const locked = await environmentOf(queue(30));
    await rowsOf(
      stack,
      'iac',
      `INSERT INTO state_lock (environment_id, lock_id, who, operation, created_at) VALUES ($1, 'lock-1', 'ann@laptop', 'apply', now())`,
      [locked.id],
    );
    expect((await stateOf(locked)).lock).toEqual({ id: 'lock-1', who: 'ann@laptop', operation: 'apply', deployment: null });
    const id = await locked.request('APPLY');
    await locked.reached(id, 'FAILED');
    const { deployment } = await owner.client.ask<{ deployment: { failure: object } }>(
      `query ($id: ID!) { deployment(id: $id) { failure { code message } } }`,
      { id },
    );
    expect(deployment.failure).toMatchObject({ code: 'STATE_LOCKED' });
    const wrong = await owner.client.payload(UNLOCK, { input: { environmentId: locked.id, lockId: 'lock-2', note: 'x' } });
    expect(wrong.userErrors[0]).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'lockId'] });
    const { environment: free } = await owner.client.change<{ environment: { lock: null } }>(UNLOCK, {
      environmentId: locked.id,
      lockId: 'lock-1',
      note: 'she is away',
    });
    expect(free.lock).toBeNull();
    await applied(locked);
  });
});

describe('secrets', () => {
  const canary = 'CANARY-7b1f9d3e5a';
  const tf = `variable "password" {\n  type      = string\n  sensitive = true\n}\nvariable "plain" {\n  type = string\n}
resource "aws_db_instance" "main" {\n  allocated_storage = 10\n  engine = "mysql"\n  instance_class = "db.t3.micro"\n  username = "admin"\n  password = var.password\n  storage_encrypted = true\n  skip_final_snapshot = true\n}
resource "aws_sqs_queue" "jobs" {\n  name = "jobs"\n  tags = {\n    note = "x-\${var.password}"\n  }\n}
output "secret" {\n  value     = var.password\n  sensitive = true\n}\noutput "derived" {\n  value     = aws_db_instance.main.password\n  sensitive = true\n}\n`;
  let environment: Environment;
  let run: string;
  beforeAll(async () => {
    environment = await environmentOf(tf, { password: canary, plain: 'shown' });
    run = await environment.request('APPLY');
    if ((await environment.reached(run, 'SUCCEEDED', 'AWAITING_DECISION')) === 'AWAITING_DECISION') {
      await environment.approve(run);
      await environment.reached(run, 'SUCCEEDED');
    }
    await owner.client.change(DRIFT, {
      environmentId: environment.id,
      address: 'aws_sqs_queue.jobs',
      attributes: { tags: { note: `y-${canary}` } },
    });
    const scan = await environment.request('DRIFT_SCAN');
    await environment.reached(scan, 'SUCCEEDED');
  });

  it('are null among the outputs and the variables', async () => {
    expect((await stateOf(environment)).state!.outputs).toEqual({ secret: null, derived: null });
  });

  it('stand in no answer about the run', async () => {
    const { data, errors } = await owner.client.raw(
      `query ($run: ID!, $environment: ID!) { deployment(id: $run) { plan { changes { nodes { address attributes { path before after sensitive } } } } logs { nodes { message } }
         transitions { note } failure { message } guardrails { violations { nodes { message } } } }
         environment(id: $environment) { variables state { outputs } deployments { nodes { kind plan { changes { nodes { attributes { before after } } } } } } driftAlerts { nodes { address attributes { path before after sensitive } } } } }`,
      { run, environment: environment.id },
    );
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).not.toContain(canary);
    const password = (
      data as { deployment: { plan: { changes: { nodes: { address: string; attributes: { path: string; sensitive: boolean }[] }[] } } } }
    ).deployment.plan.changes.nodes
      .find((one) => one.address === 'aws_db_instance.main')!
      .attributes.find((one) => one.path === 'password');
    expect(password).toMatchObject({ after: null, sensitive: true });
  });

  it('stand in no table of any database and no line of the log in clear', async () => {
    expect(await tablesHolding(stack, canary)).toEqual([]);
    expect(await tablesHolding(stack, 'db.t3.micro')).not.toEqual([]);
    expect(readFileSync(stack.log, 'utf8')).not.toContain(canary);
  });

  it('are sealed with the state, the plan and the variables', async () => {
    const [{ content }] = (await rowsOf<{ content: string }>(stack, 'iac', 'SELECT content FROM state_version WHERE environment_id = $1', [
      environment.id,
    ])) as [{ content: string }];
    const [{ plan }] = (await rowsOf<{ plan: string }>(stack, 'iac', 'SELECT plan FROM deployment WHERE id = $1', [run])) as [
      { plan: string },
    ];
    const [{ variables }] = (await rowsOf<{ variables: string }>(stack, 'iac', 'SELECT variables FROM environment WHERE id = $1', [
      environment.id,
    ])) as [{ variables: string }];
    for (const sealed of [content, plan, variables]) expect(String(sealed)).not.toMatch(/aws_|lineage|shown|password/);
  });
});

describe('drift', () => {
  let environment: Environment;
  beforeAll(async () => {
    environment = await environmentOf(
      queue(
        30,
        `resource "aws_sns_topic" "news" {\n  name = "news"\n}\nresource "aws_sqs_queue" "tagged" {\n  name = "tagged"\n  tags = {\n    team = "web"\n  }\n}\n`,
      ),
    );
    await applied(environment);
  });

  refusals({
    name: 'simulateDrift',
    stack: () => stack,
    owner: () => owner,
    input: () => ({ environmentId: environment.id, address: 'aws_sqs_queue.jobs', attributes: { visibility_timeout_seconds: 77 } }),
    bad: [
      { change: { address: 'aws_sqs_queue.job' }, code: 'UNKNOWN_ADDRESS', at: 'address' },
      { change: { address: 'a\0b' }, code: 'UNKNOWN_ADDRESS', at: 'address' },
      { change: { attributes: 'x' }, code: 'INVALID_INPUT', at: 'attributes' },
      { change: { attributes: { visibility_timeout: 1 } }, code: 'INVALID_INPUT', at: 'visibility_timeout' },
    ],
    role: 'AUTHOR',
    id: 'environmentId',
  });

  it('suggests the names that were probably meant', async () => {
    const refuse = async (input: object) =>
      (await owner.client.payload(DRIFT, { input: { environmentId: environment.id, ...input } })).userErrors[0]!.message;
    expect(await refuse({ address: 'aws_sqs_queue.job' })).toContain('aws_sqs_queue.jobs');
    expect(await refuse({ address: 'aws_sqs_queue.jobs', attributes: { visibility_timeout_second: 1 } })).toContain(
      'visibility_timeout_seconds',
    );
  });

  it('cannot be simulated in a real cloud', async () => {
    const cloud = await environment.blueprint.environment({ target: 'CLOUD' });
    const { userErrors } = await owner.client.payload(DRIFT, { input: { environmentId: cloud.id, address: 'aws_sqs_queue.jobs' } });
    expect(userErrors[0]).toMatchObject({ code: 'NOT_A_REHEARSAL', path: ['input', 'environmentId'] });
  });

  it('is found by a scan: what was changed, what was deleted, and changed tags as LOW', async () => {
    const drift = (address: string, attributes?: object) =>
      owner.client.change(DRIFT, { environmentId: environment.id, address, attributes });
    await drift('aws_sqs_queue.jobs', { visibility_timeout_seconds: 99 });
    await drift('aws_sns_topic.news');
    await drift('aws_sqs_queue.tagged', { tags: { team: 'other' } });
    const scan = await environment.request('DRIFT_SCAN');
    await environment.reached(scan, 'SUCCEEDED');
    const [{ drift_findings: findings }] = (await rowsOf<{ drift_findings: { address: string; kind: string; severity: string }[] }>(
      stack,
      'iac',
      'SELECT drift_findings FROM deployment WHERE id = $1',
      [scan],
    )) as [{ drift_findings: { address: string; kind: string; severity: string }[] }];
    expect(findings.map(({ address, kind }) => [address, kind])).toEqual([
      ['aws_sns_topic.news', 'DELETED'],
      ['aws_sqs_queue.jobs', 'CHANGED'],
      ['aws_sqs_queue.tagged', 'CHANGED'],
    ]);
    expect(findings[2]!.severity).toBe('LOW');
    const gone = await owner.client.payload(DRIFT, {
      input: { environmentId: environment.id, address: 'aws_sns_topic.news', attributes: { name: 'x' } },
    });
    expect(gone.userErrors[0]!.code).toBe('UNKNOWN_ADDRESS');
  });

  it('is mended by the next apply', async () => {
    await applied(environment);
    const scan = await environment.request('DRIFT_SCAN');
    await environment.reached(scan, 'SUCCEEDED');
    const [row] = await rowsOf<{ drift_findings: unknown[] }>(stack, 'iac', 'SELECT drift_findings FROM deployment WHERE id = $1', [scan]);
    expect(row!.drift_findings).toEqual([]);
  });
});
