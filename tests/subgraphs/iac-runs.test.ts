import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { pagesLikeAConnection, pageSelection } from '#kit/connections';
import { mutationOf, refusals } from '#kit/refusals';
import { NETWORK, seed, type Environment, type Owner, type Project } from '#kit/seed';
import { sharedStack, type Stack } from '#kit/stack';

jest.setTimeout(90_000);

const PASSING = `resource "aws_sqs_queue" "jobs" {\n  name = "jobs"\n}\n`;
/** An unencrypted volume: an advisory finding. */
const WARNED = `resource "aws_ebs_volume" "data" {\n  availability_zone = "us-east-1a"\n  size              = 10\n  encrypted         = false\n}\n`;

interface Run {
  id: string;
  number: number;
  kind: string;
  status: string;
  engine: string | null;
  requestedBy: { id: string } | null;
  startedAt: string | null;
  finishedAt: string | null;
  transitions: { from: string | null; to: string; by: string; note: string | null; at: string }[];
  plan: {
    add: number;
    change: number;
    destroy: number;
    replace: number;
    changes: { nodes: { address: string; actions: string[] }[] };
  } | null;
  failure: { code: string; message: string; address: string | null; diagnostics: string[] } | null;
  blockers: { kind: string; message: string; clearedBy: string | null }[];
  actions: { name: string; allowed: boolean; reason: string | null }[];
  guardrails: { verdict: string } | null;
}

const FIELDS = `id number kind status engine requestedBy { id } startedAt finishedAt transitions { from to by note at }
  plan { add change destroy replace changes { nodes { address actions } } } failure { code message address diagnostics }
  blockers { kind message clearedBy } actions { name allowed reason }`;
const RUN = `query ($id: ID!) { deployment(id: $id) { ${FIELDS} guardrails { verdict } } }`;
const REQUEST = mutationOf('requestDeployment', 'deployment { id number }');
const decision = (name: string) =>
  `mutation ($input: DecideDeploymentInput!) { ${name}(input: $input) { deployment { id status } userErrors { code message path } } }`;
const APPROVE = decision('approveDeployment');
const REJECT = decision('rejectDeployment');
const CANCEL = mutationOf('cancelDeployment', 'deployment { id status }');
const STATE = `query ($id: ID!) { environment(id: $id) { state { serial resourceCount } deployedRevision { number } lock { id } } }`;

let stack: Stack;
let owner: Owner;
let project: Project;

beforeAll(async () => {
  stack = await sharedStack();
  owner = await seed(stack.url).owner();
  project = await owner.project();
});

const runOf = async (id: string): Promise<Run> => (await owner.client.ask<{ deployment: Run }>(RUN, { id })).deployment;
const environmentOf = async (
  tf: string,
  input: Parameters<Awaited<ReturnType<Project['blueprint']>>['environment']>[0] = {},
): Promise<Environment> => (await project.blueprint(tf)).environment(input);
const stateOf = async ({ id }: Environment) =>
  (await owner.client.ask<{ environment: { state: { serial: number; resourceCount: number } | null } }>(STATE, { id })).environment;
const way = (run: Run): string[] => run.transitions.map((one) => one.to);

const toApply = ['QUEUED', 'PREPARING', 'PLANNING', 'PLANNED', 'CHECKING'];

describe('a run', () => {
  it('of kind PLAN ends with its plan, and changes nothing', async () => {
    const environment = await environmentOf(NETWORK);
    const id = await environment.request('PLAN');
    await environment.reached(id, 'SUCCEEDED');
    const run = await runOf(id);
    expect(way(run)).toEqual([...toApply, 'SUCCEEDED']);
    expect(run).toMatchObject({
      number: 1,
      engine: 'built-in',
      requestedBy: { id: owner.userId },
      plan: { add: 4, change: 0, destroy: 0, replace: 0 },
      failure: null,
      blockers: [],
    });
    expect(run.actions.every((one) => !one.allowed && one.reason!.includes('SUCCEEDED'))).toBe(true);
    expect(run.finishedAt! >= run.startedAt!).toBe(true);
    expect((await stateOf(environment)).state).toBeNull();
  });

  it('of kind APPLY goes through by itself where no approval is wanted and nothing is violated', async () => {
    const environment = await environmentOf(PASSING, { requiresApproval: false });
    const id = await environment.request('APPLY');
    await environment.reached(id, 'SUCCEEDED');
    const run = await runOf(id);
    expect(way(run)).toEqual([...toApply, 'APPROVED', 'APPLYING', 'SUCCEEDED']);
    expect(run.guardrails).toEqual({ verdict: 'PASSED' });
    expect(run.transitions.map((one) => one.from)).toEqual([null, ...way(run).slice(0, -1)]);
    expect(await stateOf(environment)).toMatchObject({ state: { resourceCount: 1 }, deployedRevision: { number: 1 }, lock: null });
  });

  it('waits for a person when it is warned about, approval wanted or not', async () => {
    const environment = await environmentOf(WARNED, { requiresApproval: false });
    const id = await environment.request('APPLY');
    await environment.reached(id, 'AWAITING_DECISION');
    const held = await runOf(id);
    expect(held.guardrails).toEqual({ verdict: 'WARNED' });
    expect(held.blockers).toEqual([expect.objectContaining({ kind: 'APPROVAL', clearedBy: 'approveDeployment' })]);
    expect(held.actions.map((one) => [one.name, one.allowed])).toEqual([
      ['approveDeployment', true],
      ['rejectDeployment', true],
      ['cancelDeployment', true],
    ]);
    await environment.approve(id);
    await environment.reached(id, 'SUCCEEDED');
    expect((await runOf(id)).transitions.find((one) => one.to === 'APPROVED')).toMatchObject({ by: owner.userId, note: 'go' });
  });

  it.each(['approve, then override', 'override, then approve'])(
    'that violates a soft-mandatory policy goes on after both: %s',
    async (order) => {
      const environment = await environmentOf(NETWORK);
      const id = await environment.request('APPLY');
      await environment.reached(id, 'AWAITING_DECISION');
      expect((await runOf(id)).blockers.map((one) => [one.kind, one.clearedBy])).toEqual([
        ['GUARDRAIL', 'overrideViolations'],
        ['APPROVAL', 'approveDeployment'],
      ]);
      const steps = [() => environment.approve(id), () => environment.override(id)];
      if (order.startsWith('override')) steps.reverse();
      for (const step of steps) await step();
      await environment.reached(id, 'SUCCEEDED');
    },
  );

  it('that violates a hard-mandatory policy cannot be approved, and can be rejected', async () => {
    const environment = await environmentOf(WARNED, { requiresApproval: false });
    const library = await owner.client.ask<{ policyLibrary: { nodes: { id: string; rule: string }[] } }>(
      `{ policyLibrary(first: 100) { nodes { id rule } } }`,
    );
    const policyId = library.policyLibrary.nodes.find((one) => one.rule === 'AWS.EC2.EBS_ENCRYPTED')!.id;
    await owner.client.change(mutationOf('setPolicyEnforcement'), {
      organizationId: owner.organizationId,
      policyId,
      environmentId: environment.id,
      enforcement: 'HARD_MANDATORY',
    });
    const id = await environment.request('APPLY');
    await environment.reached(id, 'AWAITING_DECISION');
    const held = await runOf(id);
    expect(held.guardrails).toEqual({ verdict: 'BLOCKED' });
    expect(held.blockers).toContainEqual(expect.objectContaining({ kind: 'GUARDRAIL', clearedBy: null }));
    const refused = await owner.client.payload(APPROVE, { input: { deploymentId: id } });
    expect(refused.userErrors[0]).toMatchObject({ code: 'ILLEGAL_TRANSITION', message: expect.stringContaining('hard-mandatory') });
    await owner.client.change(REJECT, { deploymentId: id, note: 'no' });
    expect((await runOf(id)).transitions.at(-1)).toMatchObject({ to: 'REJECTED', note: 'no' });
  });

  it('ends with NO_CHANGES when there are none, and DESTROY empties the state', async () => {
    const environment = await environmentOf(PASSING, { requiresApproval: false });
    await environment.reached(await environment.request('APPLY'), 'SUCCEEDED');
    const again = await environment.request('APPLY');
    await environment.reached(again, 'NO_CHANGES');
    const destroy = await environment.request('DESTROY', 'gone');
    await environment.reached(destroy, 'SUCCEEDED');
    expect((await runOf(destroy)).plan).toMatchObject({ add: 0, destroy: 1 });
    expect(await stateOf(environment)).toMatchObject({ state: { resourceCount: 0 }, deployedRevision: null });
    const { deployment } = await owner.client.change<{ deployment: { id: string } }>(REQUEST, {
      environmentId: environment.id,
      kind: 'DESTROY',
      idempotencyKey: 'gone',
    });
    expect(deployment.id).toBe(destroy);
    const refused = await owner.client.payload(REQUEST, {
      input: { environmentId: environment.id, kind: 'DESTROY', idempotencyKey: 'next' },
    });
    expect(refused.userErrors[0]!.code).toBe('NOTHING_DEPLOYED');
  });

  it('fails with the name of a variable that has no value', async () => {
    const tf = `variable "name" {\n  type = string\n}\nresource "aws_sqs_queue" "jobs" {\n  name = var.name\n}\n`;
    const environment = await environmentOf(tf, { requiresApproval: false });
    const id = await environment.request('APPLY');
    await environment.reached(id, 'FAILED');
    const { failure } = await runOf(id);
    expect(failure).toMatchObject({ code: 'UNSET_VARIABLE', message: expect.stringContaining('name') });
    expect([failure!.address, ...failure!.diagnostics].join(' ')).toContain('name');
  });

  it('fails cleanly on a value that nothing can store', async () => {
    const environment = await environmentOf(`resource "aws_sqs_queue" "jobs" {\n  name = jsondecode("\\"a\\\\u0000b\\"")\n}\n`, {
      requiresApproval: false,
    });
    const id = await environment.request('PLAN');
    await environment.reached(id, 'FAILED');
    expect((await runOf(id)).failure!.code).not.toBe('RUNNER_LOST');
  });
});

describe('requesting a deployment', () => {
  let environment: Environment;
  beforeAll(async () => void (environment = await environmentOf(PASSING)));

  refusals({
    name: 'requestDeployment',
    stack: () => stack,
    owner: () => owner,
    input: () => ({ environmentId: environment.id, kind: 'PLAN', idempotencyKey: 'refused' }),
    bad: [
      { change: { idempotencyKey: '' }, code: 'INVALID_INPUT', at: 'idempotencyKey' },
      { change: { message: 'a\0b' }, code: 'INVALID_INPUT', at: 'message' },
      { change: { message: 'x'.repeat(10_001) }, code: 'INVALID_INPUT', at: 'message' },
      { change: { revision: 9 }, code: 'INVALID_INPUT', at: 'revision' },
      { change: { revision: -1 }, code: 'INVALID_INPUT', at: 'revision' },
      { change: { kind: 'DRIFT_SCAN' }, code: 'NOTHING_DEPLOYED', at: 'environmentId' },
    ],
    role: 'AUTHOR',
    id: 'environmentId',
  });

  it('makes one run of 20 identical requests at once, and a conflict of another with their key', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => environment.request('APPLY', 'double-click')));
    expect(new Set(all).size).toBe(1);
    const other = await owner.client.payload(REQUEST, {
      input: { environmentId: environment.id, kind: 'DESTROY', idempotencyKey: 'double-click' },
    });
    expect(other.userErrors[0]).toMatchObject({ code: expect.stringMatching(/IDEMPOTENCY_CONFLICT|NOTHING_DEPLOYED/) });
  });

  it('refuses a design with findings that block deployment', async () => {
    const broken = await environmentOf('resource "aws_instnace" "x" {}\n');
    const { userErrors } = await owner.client.payload(REQUEST, {
      input: { environmentId: broken.id, kind: 'APPLY', idempotencyKey: 'broken' },
    });
    expect(userErrors[0]).toMatchObject({ code: 'INVALID_BLUEPRINT', message: expect.stringContaining('Revision 1') });
  });

  it('to a cloud waits for a runner that has an engine, and can be cancelled', async () => {
    const cloud = await environmentOf(PASSING, { target: 'CLOUD' });
    const id = await cloud.request('APPLY');
    expect((await runOf(id)).blockers).toEqual([
      expect.objectContaining({ kind: 'NO_RUNNER', message: expect.stringMatching(/terraform.*tofu/) }),
    ]);
    await owner.client.change(CANCEL, { deploymentId: id });
    expect(await runOf(id)).toMatchObject({ status: 'CANCELED', blockers: [] });
  });
});

describe('deciding about a run', () => {
  let environment: Environment;
  let held: string;
  beforeAll(async () => {
    environment = await environmentOf(PASSING);
    held = await environment.request('APPLY');
    await environment.reached(held, 'AWAITING_DECISION');
  });

  for (const [name, document] of [
    ['approveDeployment', APPROVE],
    ['rejectDeployment', REJECT],
    ['cancelDeployment', CANCEL],
  ] as const)
    refusals(
      {
        name,
        stack: () => stack,
        owner: () => owner,
        input: () => ({ deploymentId: held }),
        bad: [
          { change: { note: 'a\0b' }, code: 'INVALID_INPUT', at: 'note' },
          { change: { note: 'x'.repeat(10_001) }, code: 'INVALID_INPUT', at: 'note' },
        ],
        role: 'AUTHOR',
        id: 'deploymentId',
      },
      document,
    );

  it('is refused in a state that does not allow it, which is named', async () => {
    await environment.approve(held);
    await environment.reached(held, 'SUCCEEDED');
    for (const document of [APPROVE, REJECT, CANCEL]) {
      const { userErrors } = await owner.client.payload(document, { input: { deploymentId: held } });
      expect(userErrors).toEqual([
        expect.objectContaining({
          code: 'ILLEGAL_TRANSITION',
          message: expect.stringContaining('SUCCEEDED'),
          path: ['input', 'deploymentId'],
        }),
      ]);
    }
  });

  it('is taken from one of ten who decide at once', async () => {
    const other = await environmentOf(PASSING);
    const id = await other.request('APPLY');
    await other.reached(id, 'AWAITING_DECISION');
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, at) => owner.client.payload([APPROVE, REJECT][at % 2]!, { input: { deploymentId: id } })),
    );
    expect(answers.filter((one) => one.userErrors.length === 0)).toHaveLength(1);
    await other.reached(id, 'SUCCEEDED', 'REJECTED');
    const steps = way(await runOf(id));
    expect(steps.filter((one) => one === 'REJECTED' || one === 'APPROVED')).toHaveLength(1);
  });

  it('is over for a run whose plan is older than the state', async () => {
    const stale = await environmentOf(`resource "aws_sqs_queue" "jobs" {\n  name = "jobs"\n}\n`);
    const first = await stale.request('APPLY');
    await stale.reached(first, 'AWAITING_DECISION');
    await stale.approve(first);
    await stale.reached(first, 'SUCCEEDED');
    const plan = await stale.request('DESTROY');
    await stale.reached(plan, 'AWAITING_DECISION');
    const rollback = await owner.client.payload(mutationOf('rollbackState'), { input: { environmentId: stale.id, serial: 1, note: 'x' } });
    expect(rollback.userErrors[0]!.code).toBe('ENVIRONMENT_BUSY');
    await owner.client.change(CANCEL, { deploymentId: plan });
  });
});

describe('the queue', () => {
  it('lets two changes of one environment run one after the other, and says which goes first', async () => {
    const environment = await environmentOf(PASSING);
    const first = await environment.request('APPLY');
    await environment.reached(first, 'AWAITING_DECISION');
    const second = await environment.request('APPLY');
    const third = await environment.request('DESTROY').catch(() => null);
    expect(third).toBeNull();
    expect((await runOf(second)).blockers).toEqual([
      expect.objectContaining({ kind: 'QUEUE_POSITION', message: expect.stringContaining('1 run') }),
    ]);
    const plan = await environment.request('PLAN');
    await environment.reached(plan, 'SUCCEEDED');
    await environment.approve(first);
    await environment.reached(second, 'NO_CHANGES');
    const [one, two] = [await runOf(first), await runOf(second)];
    expect(two.startedAt! >= one.finishedAt!).toBe(true);
    expect([one.number, two.number]).toEqual([1, 2]);
  });

  it('goes on when the one in front is cancelled, and a queued one can be cancelled out of it', async () => {
    const environment = await environmentOf(PASSING);
    const [first, second, third] = [
      await environment.request('APPLY'),
      await environment.request('APPLY'),
      await environment.request('APPLY'),
    ];
    await environment.reached(first!, 'AWAITING_DECISION');
    await owner.client.change(CANCEL, { deploymentId: second });
    await owner.client.change(CANCEL, { deploymentId: first });
    await environment.reached(third!, 'AWAITING_DECISION');
    expect((await runOf(second!)).status).toBe('CANCELED');
  });

  it('does not hold another environment up', async () => {
    const one = await environmentOf(PASSING);
    const other = await environmentOf(PASSING, { requiresApproval: false });
    await one.reached(await one.request('APPLY'), 'AWAITING_DECISION');
    await other.reached(await other.request('APPLY'), 'SUCCEEDED');
  });

  it('runs 20 changes that are requested at once one by one, in the order of their numbers', async () => {
    const environment = await environmentOf(PASSING, { requiresApproval: false });
    const ids = await Promise.all(Array.from({ length: 20 }, () => environment.request('APPLY')));
    await Promise.all(ids.map((id) => environment.reached(id, 'SUCCEEDED', 'NO_CHANGES')));
    const runs = (await Promise.all(ids.map(runOf))).sort((a, b) => a.number - b.number);
    expect(runs.map((one) => one.number)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    for (const [at, run] of runs.entries()) if (at > 0) expect(run.startedAt! >= runs[at - 1]!.finishedAt!).toBe(true);
    expect(runs.map((one) => one.status)).toEqual(['SUCCEEDED', ...Array(19).fill('NO_CHANGES')]);
  });

  it('lets a run that is being applied be cancelled: it stops between two resources and keeps what is there', async () => {
    const environment = await environmentOf(
      Array.from({ length: 2_000 }, (_, at) => `resource "aws_sqs_queue" "q${at}" {\n  name = "q${at}"\n}\n`).join(''),
      { requiresApproval: false },
    );
    const id = await environment.request('APPLY');
    await environment.reached(id, 'APPLYING');
    await owner.client.payload(CANCEL, { input: { deploymentId: id } });
    const end = await environment.reached(id, 'FAILED', 'SUCCEEDED');
    const run = await runOf(id);
    if (end === 'FAILED') expect(run.failure!.code).toBe('CANCELED');
    const { state } = await stateOf(environment);
    const again = await environment.request('APPLY');
    await environment.reached(again, 'SUCCEEDED', 'NO_CHANGES');
    expect((await runOf(again)).plan!.add).toBe(2_000 - state!.resourceCount);
  });
});

describe('lists of runs', () => {
  let environment: Environment;
  let run: string;
  beforeAll(async () => {
    environment = await environmentOf(NETWORK);
    run = await environment.deployed();
    for (let at = 0; at < 4; at += 1) await environment.reached(await environment.request('PLAN'), 'NO_CHANGES');
  });

  const field = (name: string, outer: string, id: () => string, at: string[], key: string, strict = true, inner = '') => ({
    name,
    document:
      `query ($id: ID!, $first: Int, $after: String) { ${outer}(id: $id) { ${inner} { ${at.at(-1)!}(first: $first, after: $after) ${pageSelection(key)} } } }`
        .replace(' {  {', ' {')
        .replace(/\} \} \}$/, inner ? '} } }' : '} }'),
    variables: () => ({ id: id() }),
    at,
    strict,
  });
  pagesLikeAConnection(
    () => owner.client,
    [
      field('environment.deployments', 'environment', () => environment.id, ['environment', 'deployments'], 'id'),
      field('environment.stateVersions', 'environment', () => environment.id, ['environment', 'stateVersions'], 'id'),
      field('blueprint.deployments', 'blueprint', () => environment.blueprint.id, ['blueprint', 'deployments'], 'id'),
      field('deployment.logs', 'deployment', () => run, ['deployment', 'logs'], 'cursor'),
      field('deployment.plan.changes', 'deployment', () => run, ['deployment', 'plan', 'changes'], 'address', true, 'plan'),
    ],
  );
});
