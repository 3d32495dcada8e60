import { describe, expect, it } from '@jest/globals';
import { judge, matchesGlob, type EvaluatedPolicy, type Evidence, type ExemptionGrant } from './verdict';

const now = new Date('2026-03-01T00:00:00Z');
const policy = (rule: string, rest: Partial<EvaluatedPolicy> = {}): EvaluatedPolicy => ({
  id: `id-${rule}`,
  rule,
  severity: 'HIGH',
  enforcement: 'ADVISORY',
  ...rest,
});
const denial = (rule: string, address = 'aws_s3_bucket.a') => ({ rule, denied: [{ address, path: [], message: 'bad' }], undecided: [] });
const evidence = (rest: Partial<Evidence>): Evidence => ({
  policies: [policy('A')],
  findings: [],
  failures: [],
  settings: [],
  exemptions: [],
  scope: { projectId: 'p', environmentId: 'e' },
  now,
  ...rest,
});
const grant = (rest: Partial<ExemptionGrant> = {}): ExemptionGrant => ({
  id: 'x',
  policyId: 'id-A',
  projectId: null,
  environmentId: null,
  address: null,
  expiresAt: new Date('2026-04-01T00:00:00Z'),
  revokedAt: null,
  ...rest,
});

describe('the verdict', () => {
  it.each([
    ['HARD_MANDATORY', 'BLOCKED'],
    ['SOFT_MANDATORY', 'OVERRIDABLE'],
    ['ADVISORY', 'WARNED'],
    ['SHADOW', 'PASSED'],
    ['OFF', 'PASSED'],
  ] as const)('of a violated %s policy is %s', (enforcement, verdict) => {
    const judged = judge(evidence({ policies: [policy('A', { enforcement })], findings: [denial('A')] }));
    expect(judged.verdict).toBe(verdict);
    expect(judged.violations).toHaveLength(enforcement === 'OFF' ? 0 : 1);
  });

  it('passes when nothing is found, also with undecided findings', () => {
    const undecided = [{ address: 'a.b', path: ['c'], message: 'known only after apply' }];
    const judged = judge(evidence({ findings: [{ rule: 'A', denied: [], undecided }] }));
    expect(judged).toMatchObject({ verdict: 'PASSED', undecided: [{ rule: 'A', policyId: 'id-A' }] });
  });

  it('fails closed: a mandatory policy that could not be evaluated makes it ERRORED', () => {
    const policies = [policy('A', { enforcement: 'SOFT_MANDATORY' }), policy('B', { enforcement: 'HARD_MANDATORY' })];
    expect(judge(evidence({ policies, findings: [denial('B')], failures: [{ rule: 'A', message: 'deadline' }] })).verdict).toBe('ERRORED');
  });

  it('does not let an advisory policy that failed stop anything', () => {
    expect(judge(evidence({ failures: [{ rule: 'A', message: 'deadline' }] }))).toMatchObject({
      verdict: 'PASSED',
      failures: [{ policyId: 'id-A' }],
    });
  });

  it('lets the narrowest scope decide the enforcement', () => {
    const settings = [
      { policyId: 'id-A', projectId: 'p', environmentId: 'e', enforcement: 'SHADOW' as const },
      { policyId: 'id-A', projectId: null, environmentId: null, enforcement: 'HARD_MANDATORY' as const },
      { policyId: 'id-A', projectId: 'p', environmentId: null, enforcement: 'SOFT_MANDATORY' as const },
    ];
    const judgedIn = (projectId: string | null, environmentId: string | null) =>
      judge(evidence({ findings: [denial('A')], settings, scope: { projectId, environmentId } })).verdict;
    expect([judgedIn('p', 'e'), judgedIn('p', 'other'), judgedIn('p', null), judgedIn('q', null)]).toEqual([
      'PASSED',
      'OVERRIDABLE',
      'OVERRIDABLE',
      'BLOCKED',
    ]);
  });

  it('marks an exempted violation and does not count it', () => {
    const judged = judge(evidence({ findings: [denial('A')], exemptions: [grant()] }));
    expect(judged).toMatchObject({ verdict: 'PASSED', violations: [{ exemptionId: 'x' }] });
  });

  it.each([
    ['expired', grant({ expiresAt: now })],
    ['revoked', grant({ revokedAt: now })],
    ['for another policy', grant({ policyId: 'id-B' })],
    ['for another project', grant({ projectId: 'q' })],
    ['for another environment', grant({ projectId: 'p', environmentId: 'f' })],
    ['for other addresses', grant({ address: 'aws_db_*' })],
  ])('ignores an exemption that is %s', (_why, exemption) => {
    expect(judge(evidence({ findings: [denial('A')], exemptions: [exemption] })).verdict).toBe('WARNED');
  });

  it('sorts violations most severe first', () => {
    const policies = [
      policy('A', { severity: 'LOW' }),
      policy('B', { severity: 'CRITICAL' }),
      policy('C', { severity: 'CRITICAL', enforcement: 'HARD_MANDATORY' }),
    ];
    const judged = judge(evidence({ policies, findings: [denial('A'), denial('B', 'z.z'), denial('B', 'a.a'), denial('C')] }));
    expect(judged.violations.map(({ rule, address }) => `${rule} ${address}`)).toEqual([
      'C aws_s3_bucket.a',
      'B a.a',
      'B z.z',
      'A aws_s3_bucket.a',
    ]);
  });
});

describe('an address glob', () => {
  it.each([
    ['module.net.*', 'module.net.aws_subnet.a[0]', true],
    ['*.logs', 'aws_s3_bucket.logs', true],
    ['aws_s3_bucket.a[?]', 'aws_s3_bucket.a[1]', true],
    ['aws_s3_bucket.a[?]', 'aws_s3_bucket.a[10]', false],
    ['aws_s3_bucket.a', 'aws_s3_bucket.ab', false],
    ['aws.s3', 'aws_s3', false],
    ['*a*b*c', 'xaybzc', true],
    ['', 'a', false],
    ['*', '', true],
  ])('%s against %s: %s', (glob, address, matches) => expect(matchesGlob(glob, address)).toBe(matches));

  it('takes no exponential time', () => {
    expect(matchesGlob(`${'*a'.repeat(200)}b`, 'a'.repeat(20_000))).toBe(false);
  });
});
