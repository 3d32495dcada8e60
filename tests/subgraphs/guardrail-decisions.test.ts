import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { pagesLikeAConnection } from '#kit/connections';
import { GuardedDesign, ofEnforcement, ofPolicy, type Evaluation, type Violation } from '#kit/guarded-design';
import { mutationOf, refusals } from '#kit/refusals';
import { NETWORK, type Environment } from '#kit/seed';
import { sharedStack, type Stack } from '#kit/stack';

jest.setTimeout(90_000);

interface SarifResult {
  ruleId: string;
  ruleIndex: number;
  locations: { logicalLocations: { name: string; fullyQualifiedName: string }[] }[];
  suppressions: { kind: string; status: string; justification: string }[];
}

interface Sarif {
  version: string;
  runs: { tool: { driver: { rules: { id: string }[] } }; results: SarifResult[] }[];
}

interface Listed {
  organization: { policies: { totalCount: number; nodes: { id: string; enforcement: string }[] } };
}

const SARIF = `query ($id: ID!) { deployment(id: $id) { guardrails { sarif } } }`;
const POLICIES = `query ($o: ID!, $e: [Enforcement!]) { organization(id: $o) { policies(first: 100, enforcement: $e) { totalCount nodes { id enforcement } } } }`;
const APPROVE = `mutation ($input: DecideDeploymentInput!) { approveDeployment(input: $input) { userErrors { code message path } } }`;
const ENFORCE = mutationOf('setPolicyEnforcement', 'policy { id enforcement }');
const REVOKE = mutationOf('revokeExemption', 'exemption { id revokedAt }');

/** Advisory, soft-mandatory and of several severities. */
const MIXED = `${NETWORK}
resource "aws_ebs_volume" "data" {
  availability_zone = "us-east-1a"
  size              = 10
  encrypted         = false
}
resource "aws_s3_bucket" "logs" {
  bucket = "logs"
}
`;
const PASSING = `resource "aws_sqs_queue" "jobs" {\n  name = "jobs"\n}\n`;
/** An id of nothing. */
const nowhere = '00000000-0000-7000-8000-000000000000';
const worstFirst = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'];

let stack: Stack;
beforeAll(async () => {
  stack = await sharedStack();
}, 90_000);

describe('overriding the violations of a run', () => {
  let subject: GuardedDesign;
  let held: string;
  let environment: Environment;
  beforeAll(async () => {
    subject = await GuardedDesign.of(stack.url, MIXED);
    environment = await subject.blueprint.environment();
    held = await subject.held(environment);
  });

  refusals({
    name: 'overrideViolations',
    stack: () => stack,
    owner: () => subject.owner,
    input: () => ({ deploymentId: held, reason: 'a rehearsal' }),
    bad: [
      { change: { reason: '' }, code: 'INVALID_INPUT', at: 'reason' },
      { change: { reason: ' \n' }, code: 'INVALID_INPUT', at: 'reason' },
      { change: { reason: 'x'.repeat(1_001) }, code: 'INVALID_INPUT', at: 'reason' },
    ],
    role: 'VIEWER',
    id: 'deploymentId',
  });

  it('lifts the soft-mandatory ones, once, and with an approval the run goes on to its end', async () => {
    const before = (await subject.run(held)).guardrails;
    expect(before.verdict).toBe('OVERRIDABLE');
    expect(before.violations.nodes.map((one) => one.overriddenBy)).toEqual(before.violations.nodes.map(() => null));

    const { evaluation, userErrors } = await subject.override(held, 'x'.repeat(1_000));
    expect(userErrors).toEqual([]);
    expect(evaluation).toMatchObject({ id: before.id, verdict: 'OVERRIDABLE' });
    const lifted = ofEnforcement(evaluation!, 'SOFT_MANDATORY');
    const others = evaluation!.violations.nodes.filter((one) => !lifted.includes(one));
    expect(Math.min(lifted.length, others.length)).toBeGreaterThan(0);
    expect(new Set(lifted.map((one) => one.overriddenBy?.id))).toEqual(new Set([subject.owner.userId]));
    expect(new Set(others.map((one) => one.overriddenBy))).toEqual(new Set([null]));

    expect((await subject.override(held)).userErrors).toMatchObject([{ code: 'NOTHING_TO_OVERRIDE' }]);
    await environment.approve(held);
    await environment.reached(held, 'APPROVED');
    await environment.reached(held, 'SUCCEEDED');
    expect((await subject.override(held)).userErrors).toMatchObject([{ code: 'ILLEGAL_TRANSITION' }]);
  });

  it('refuses where there is nothing to override', async () => {
    const passing = await GuardedDesign.of(stack.url, PASSING);
    const id = await passing.held(await passing.blueprint.environment());
    expect((await passing.run(id)).guardrails.verdict).toBe('PASSED');
    expect((await passing.override(id)).userErrors).toMatchObject([{ code: 'NOTHING_TO_OVERRIDE', path: ['input', 'deploymentId'] }]);
  });

  it('cannot lift a hard-mandatory violation, which no approval gets past either', async () => {
    const strict = await GuardedDesign.of(stack.url, MIXED);
    const { policy } = ofEnforcement(await strict.design(), 'SOFT_MANDATORY')[0]!;
    await strict.enforce(policy.id, 'HARD_MANDATORY');
    const id = await strict.held(await strict.blueprint.environment());
    expect((await strict.run(id)).guardrails.verdict).toBe('BLOCKED');
    expect(await strict.override(id)).toMatchObject({ evaluation: null, userErrors: [{ code: 'NOT_OVERRIDABLE' }] });
    const { userErrors } = await strict.owner.client.payload(APPROVE, { input: { deploymentId: id } });
    expect(userErrors).toMatchObject([{ code: 'ILLEGAL_TRANSITION', message: expect.stringContaining('hard-mandatory') }]);
    expect((await strict.run(id)).guardrails.violations.nodes.every((one) => one.overriddenBy === null)).toBe(true);
  });
});

describe('how strictly a rule holds', () => {
  let subject: GuardedDesign;
  let policyId: string;
  beforeAll(async () => {
    subject = await GuardedDesign.of(stack.url, MIXED);
    policyId = ofEnforcement(await subject.design(), 'SOFT_MANDATORY')[0]!.policy.id;
  });

  refusals({
    name: 'setPolicyEnforcement',
    stack: () => stack,
    owner: () => subject.owner,
    input: () => ({ organizationId: subject.owner.organizationId, policyId, enforcement: 'ADVISORY' }),
    bad: [{ change: { projectId: nowhere, environmentId: nowhere }, code: 'INVALID_INPUT', at: 'environmentId' }],
    role: 'OPERATOR',
    id: 'policyId',
  });

  it('cannot be said of a project or an environment that is not there, or another organisation’s', async () => {
    const other = await GuardedDesign.of(stack.url, PASSING);
    const environment = await other.blueprint.environment();
    const input = { organizationId: subject.owner.organizationId, policyId, enforcement: 'OFF' };
    for (const id of [nowhere, 'garbage', other.blueprint.project.id, environment.id])
      for (const scope of [{ projectId: id }, { environmentId: id }])
        expect(await subject.owner.client.code(ENFORCE, { input: { ...input, ...scope } })).toBe('NOT_FOUND');
    const unknown = await subject.owner.client.code(ENFORCE, { input: { ...input, organizationId: nowhere } });
    expect(unknown).toBe('NOT_FOUND');
  });

  it('takes a rule out of the verdict when OFF, and only shows what it would say in SHADOW', async () => {
    const { owner } = subject;
    const before = await subject.design();
    expect((await subject.enforce(policyId, 'OFF')).policy).toEqual({ id: policyId, enforcement: 'OFF' });
    const without = await subject.design();
    expect(ofPolicy(without, policyId)).toEqual([]);
    expect(without.policiesEvaluated).toBe(before.policiesEvaluated - 1);

    const blocking = [...new Set(before.violations.nodes.filter((one) => one.enforcement !== 'SHADOW').map((one) => one.policy.id))];
    for (const id of blocking) await subject.enforce(id, 'SHADOW', { projectId: subject.blueprint.project.id });
    const shadowed = await subject.design();
    expect(shadowed).toMatchObject({ verdict: 'PASSED', policiesEvaluated: before.policiesEvaluated });
    expect(shadowed.violations.totalCount).toBe(before.violations.totalCount);
    expect(new Set(shadowed.violations.nodes.map((one) => one.enforcement))).toEqual(new Set(['SHADOW']));

    const off = (await owner.client.ask<Listed>(POLICIES, { o: owner.organizationId, e: ['OFF'] })).organization.policies;
    expect(off).toEqual({ totalCount: 1, nodes: [{ id: policyId, enforcement: 'OFF' }] });
  });

  it('follows the environment before the project before the organisation in the verdict on a plan', async () => {
    const scoped = await GuardedDesign.of(stack.url, MIXED);
    const elsewhere = await (await scoped.owner.project()).blueprint(MIXED);
    const [inOrganization, inProject, inEnvironment] = await Promise.all([
      elsewhere.environment(),
      scoped.blueprint.environment(),
      scoped.blueprint.environment(),
    ]);
    await scoped.enforce(policyId, 'HARD_MANDATORY', { environmentId: inEnvironment.id });
    await scoped.enforce(policyId, 'SHADOW', { projectId: scoped.blueprint.project.id });
    await scoped.enforce(policyId, 'ADVISORY');
    const [wide, middle, narrow] = await Promise.all(
      [inOrganization, inProject, inEnvironment].map(
        async (environment) => (await scoped.run(await scoped.planned(environment))).guardrails,
      ),
    );
    const found = [wide!, middle!, narrow!].map((evaluation) => [...new Set(ofPolicy(evaluation, policyId).map((one) => one.enforcement))]);
    expect(found).toEqual([['ADVISORY'], ['SHADOW'], ['HARD_MANDATORY']]);
    expect(narrow!.verdict).toBe('BLOCKED');
    expect(wide!.verdict).not.toBe('BLOCKED');
  });
});

describe('the policies of an organisation', () => {
  it('are listed by how strictly they hold there', async () => {
    const { owner } = await GuardedDesign.of(stack.url, PASSING);
    const list = async (e: string[] | null) =>
      (await owner.client.ask<Listed>(POLICIES, { o: owner.organizationId, e })).organization.policies;
    const all = await list(null);
    expect(all.totalCount).toBeGreaterThan(0);
    const kinds = ['OFF', 'SHADOW', 'ADVISORY', 'SOFT_MANDATORY', 'HARD_MANDATORY'];
    const each = await Promise.all(kinds.map((kind) => list([kind])));
    each.forEach(({ nodes }, at) => expect(nodes.every(({ enforcement }) => enforcement === kinds[at])).toBe(true));
    expect(each.reduce((sum, { totalCount }) => sum + totalCount, 0)).toBe(all.totalCount);
    expect((await list(['ADVISORY', 'SOFT_MANDATORY'])).totalCount).toBe(each[2]!.totalCount + each[3]!.totalCount);
  });
});

describe('an exemption, revoked,', () => {
  let subject: GuardedDesign;
  let policyId: string;
  let exemptionId: string;
  beforeAll(async () => {
    subject = await GuardedDesign.of(stack.url, NETWORK);
    policyId = (await subject.design()).violations.nodes[0]!.policy.id;
    exemptionId = await subject.exempt(policyId);
  });

  refusals({
    name: 'revokeExemption',
    stack: () => stack,
    owner: () => subject.owner,
    input: () => ({ exemptionId }),
    bad: [],
    role: 'OPERATOR',
    id: 'exemptionId',
  });

  it('lets nothing through any more, and cannot be revoked again', async () => {
    expect(ofPolicy(await subject.design(), policyId).map((one) => one.exemption)).toContainEqual({ id: exemptionId });
    const { exemption } = await subject.owner.client.change<{ exemption: { revokedAt: string } }>(REVOKE, { exemptionId });
    expect(Date.parse(exemption.revokedAt)).not.toBeNaN();
    expect(ofPolicy(await subject.design(), policyId).every((one) => one.exemption === null)).toBe(true);
    const again = await subject.owner.client.payload(REVOKE, { input: { exemptionId } });
    expect(again.userErrors).toMatchObject([{ code: 'ALREADY_REVOKED', path: ['input', 'exemptionId'] }]);
  });
});

describe('the verdict on a plan', () => {
  let subject: GuardedDesign;
  let planned: string;
  let exempted: string;
  beforeAll(async () => {
    subject = await GuardedDesign.of(stack.url, MIXED);
    exempted = (await subject.design()).violations.nodes[0]!.policy.id;
    await subject.exempt(exempted);
    planned = await subject.planned(await subject.blueprint.environment());
  });

  it('stands beside the one on the design of the same revision', async () => {
    const { guardrails, revision } = await subject.run(planned);
    expect(revision.id).toBe(subject.blueprint.revisionId);
    expect(revision.guardrails.id).not.toBe(guardrails.id);
    const found = ({ violations }: Evaluation) => violations.nodes.map(({ policy, address }) => `${policy.rule} ${address}`);
    expect(found(guardrails)).toEqual(expect.arrayContaining(found(revision.guardrails)));
  });

  it('lists the worst violations first, all or those of a severity', async () => {
    const of = async (severity: string[] | null): Promise<Violation[]> => {
      const document = `query ($id: ID!, $s: [Severity!]) { deployment(id: $id) { guardrails { violations(first: 100, severity: $s) {
        totalCount nodes { severity } } } } }`;
      type Data = { deployment: { guardrails: Evaluation } };
      const { violations } = (await subject.owner.client.ask<Data>(document, { id: planned, s: severity })).deployment.guardrails;
      expect(violations.totalCount).toBe(violations.nodes.length);
      return violations.nodes;
    };
    const all = (await of(null)).map(({ severity }) => severity);
    expect(new Set(all).size).toBeGreaterThan(1);
    expect(all).toEqual(worstFirst.flatMap((severity) => all.filter((one) => one === severity)));
    for (const wanted of [...worstFirst.map((one) => [one]), ['LOW', 'HIGH'], []])
      expect((await of(wanted)).map(({ severity }) => severity)).toEqual(all.filter((one) => !wanted.length || wanted.includes(one)));
  });

  it('is a SARIF 2.1.0 document, in which what is exempted is suppressed', async () => {
    const { deployment } = await subject.owner.client.ask<{ deployment: { guardrails: { sarif: Sarif } } }>(SARIF, { id: planned });
    const { version, runs } = deployment.guardrails.sarif;
    expect([version, runs.length]).toEqual(['2.1.0', 1]);
    const { nodes } = (await subject.run(planned)).guardrails.violations;
    const { results, tool } = runs[0]!;
    expect(results.map((one) => [one.ruleId, one.locations[0]!.logicalLocations[0]!.name])).toEqual(
      nodes.map(({ policy, address }) => [policy.rule, address]),
    );
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
    expect(nodes.some(({ policy }) => policy.id === exempted)).toBe(true);
    const suppression = { kind: 'external', status: 'accepted', justification: 'a jump host' };
    expect(results.map((one) => one.suppressions)).toEqual(nodes.map(({ policy }) => (policy.id === exempted ? [suppression] : [])));
  });

  pagesLikeAConnection(
    () => subject.owner.client,
    [
      {
        name: 'GuardrailEvaluation.violations',
        document: `query ($id: ID!, $first: Int, $after: String) { deployment(id: $id) { guardrails { violations(first: $first, after: $after) {
          edges { cursor node { key: message } } nodes { key: message } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } } } }`,
        variables: () => ({ id: planned }),
        at: ['deployment', 'guardrails', 'violations'],
      },
    ],
  );
});
