import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mutationOf, refusals } from '#kit/refusals';
import { seed, type Blueprint, type Owner } from '#kit/seed';
import { sharedStack, type Stack } from '#kit/stack';

jest.setTimeout(30_000);

interface Violation {
  policy: { id: string; rule: string };
  address: string;
  severity: string;
  enforcement: string;
  exemption: { id: string } | null;
}
interface Evaluation {
  id: string;
  verdict: string;
  violations: { nodes: Violation[]; totalCount: number };
}

const EVALUATION = `id verdict violations(first: 100) { totalCount nodes { policy { id rule } address severity enforcement exemption { id } } }`;
const OF_REVISION = `query ($id: ID!) { blueprintRevision(id: $id) { guardrails { ${EVALUATION} } } }`;
const ENFORCE = `mutation ($input: SetPolicyEnforcementInput!) { setPolicyEnforcement(input: $input) { policy { id enforcement } userErrors { code message path } } }`;
const GRANT = mutationOf('grantExemption', 'exemption { id }');
const REVOKE = mutationOf('revokeExemption', 'exemption { id revokedAt }');
const LIBRARY = `query ($p: CloudProvider, $f: String, $s: String, $first: Int) { policyLibrary(provider: $p, framework: $f, search: $s, first: $first) {
  totalCount nodes { id rule provider builtIn controls { framework } } } }`;
const worstFirst = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'];
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

let stack: Stack;
let owner: Owner;
let blueprint: Blueprint;

beforeAll(async () => {
  stack = await sharedStack();
  owner = await seed(stack.url).owner();
  blueprint = await (await owner.project()).blueprint();
}, 90_000);

const judged = async (): Promise<Evaluation> =>
  (await owner.client.ask<{ blueprintRevision: { guardrails: Evaluation } }>(OF_REVISION, { id: blueprint.revisionId })).blueprintRevision
    .guardrails;

const enforce = (policyId: string, enforcement: string, scope: object = {}) =>
  owner.client.change(ENFORCE, { organizationId: owner.organizationId, policyId, enforcement, ...scope });

describe('the policy library', () => {
  interface Library {
    policyLibrary: { totalCount: number; nodes: { rule: string; provider: string; controls: { framework: string }[] }[] };
  }
  const search = async (variables: object) => (await owner.client.ask<Library>(LIBRARY, { first: 100, ...variables })).policyLibrary;

  it('is found by provider, framework and words', async () => {
    const [all, aws, cis, words] = await Promise.all([
      search({}),
      search({ p: 'AWS' }),
      search({ f: 'cis' }),
      search({ p: 'AWS', s: 'security group' }),
    ]);
    expect(aws.totalCount).toBeLessThan(all.totalCount);
    expect(new Set(aws.nodes.map(({ provider }) => provider))).toEqual(new Set(['AWS']));
    for (const { controls } of cis.nodes) expect(controls.some(({ framework }) => framework.startsWith('cis'))).toBe(true);
    expect(words.totalCount).toBeGreaterThan(0);
    expect(words.totalCount).toBeLessThan(aws.totalCount);
    expect(await owner.client.as(null).code(LIBRARY)).toBe('UNAUTHENTICATED');
  });
});

describe('the verdict on a design', () => {
  it('lists the worst first, and stays the same evaluation until something is decided otherwise', async () => {
    const first = await judged();
    expect(first.verdict).toBe('OVERRIDABLE');
    const ranks = first.violations.nodes.map(({ severity }) => worstFirst.indexOf(severity));
    expect(ranks).toEqual([...ranks].sort());
    expect((await judged()).id).toBe(first.id);

    const { policy } = first.violations.nodes[0]!;
    await enforce(policy.id, 'HARD_MANDATORY');
    const blocked = await judged();
    expect(blocked).toMatchObject({ verdict: 'BLOCKED' });
    expect(blocked.id).not.toBe(first.id);
    await enforce(policy.id, 'OFF', { projectId: blueprint.project.id });
    expect((await judged()).violations.nodes.map((one) => one.policy.id)).not.toContain(policy.id);
    await enforce(policy.id, 'SOFT_MANDATORY', { projectId: blueprint.project.id });
    expect(await judged()).toMatchObject({ verdict: 'OVERRIDABLE' });
  });

  it('is nothing to another organisation', async () => {
    const stranger = await seed(stack.url).owner();
    expect(await stranger.client.code(OF_REVISION, { id: blueprint.revisionId })).toBe('NOT_FOUND');
  });
});

describe('an exemption', () => {
  it('marks what it lets through, until it is revoked, once', async () => {
    const [violation] = (await judged()).violations.nodes as [Violation];
    const input = { organizationId: owner.organizationId, policyId: violation.policy.id, reason: 'a jump host' };
    const grant = (change: object) =>
      owner.client.change<{ exemption: { id: string } }>(GRANT, { ...input, expiresAt: inDays(30), ...change });
    const find = async (): Promise<Violation> => (await judged()).violations.nodes.find((one) => one.policy.id === violation.policy.id)!;
    await grant({ address: 'aws_nothing.*' });
    expect((await find()).exemption).toBeNull();
    const { exemption } = await grant({ address: `${violation.address.split('.')[0]}.*` });
    expect((await find()).exemption).toEqual({ id: exemption.id });
    await owner.client.change(REVOKE, { exemptionId: exemption.id });
    expect((await find()).exemption).toBeNull();
    const { userErrors } = await owner.client.payload(REVOKE, { input: { exemptionId: exemption.id } });
    expect(userErrors).toMatchObject([{ code: 'ALREADY_REVOKED' }]);
  });

  describe('is granted with care:', () => {
    let policyId: string;
    beforeAll(async () => {
      policyId = (await judged()).violations.nodes[0]!.policy.id;
    });
    refusals({
      name: 'grantExemption',
      stack: () => stack,
      owner: () => owner,
      input: () => ({ organizationId: owner.organizationId, policyId, reason: 'because', expiresAt: inDays(1) }),
      bad: [
        { change: { expiresAt: inDays(-1) }, code: 'INVALID_INPUT', at: 'expiresAt' },
        { change: { expiresAt: inDays(366) }, code: 'INVALID_INPUT', at: 'expiresAt' },
        { change: { reason: ' ' }, code: 'INVALID_INPUT', at: 'reason' },
        { change: { address: '' }, code: 'INVALID_INPUT', at: 'address' },
      ],
      role: 'VIEWER',
      id: 'policyId',
    });
  });
});
