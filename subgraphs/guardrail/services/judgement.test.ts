import { describe, expect, it } from '@jest/globals';
import { builtInPolicies } from '../library';
import type { EnforcementSettingRecord } from '../store/enforcement-setting';
import type { ExemptionRecord } from '../store/exemption';
import { inputsHashOf, judgeSubject, type Decisions, type Subject } from './judgement';

const now = new Date('2026-01-01T00:00:00Z');
const subject: Subject = { kind: 'REVISION', id: 'r', organizationId: 'o', projectId: 'p', environmentId: null };
const ssh = builtInPolicies.find(({ rule }) => rule === 'AWS.EC2.NO_PUBLIC_SSH')!;
const none: Decisions = { settings: [], exemptions: [] };
const setting = (change: Partial<EnforcementSettingRecord>): EnforcementSettingRecord => ({
  organizationId: 'o',
  policyId: ssh.id,
  projectId: null,
  environmentId: null,
  enforcement: 'HARD_MANDATORY',
  setById: null,
  setAt: now,
  ...change,
});
const exemption = (change: Partial<ExemptionRecord> = {}): ExemptionRecord => ({
  id: 'e',
  organizationId: 'o',
  policyId: ssh.id,
  projectId: null,
  environmentId: null,
  address: null,
  reason: 'because',
  grantedById: 'u',
  grantedAt: now,
  expiresAt: new Date('2026-02-01T00:00:00Z'),
  revokedAt: null,
  revokedById: null,
  ...change,
});
const library = {
  findings: [
    { rule: ssh.rule, denied: [{ address: 'aws_security_group.a', path: ['ingress', '0'], message: 'open\0port' }], undecided: [] },
  ],
  failures: [],
  resourcesEvaluated: 1,
  durationMs: 1,
};
const verdictUnder = (decisions: Decisions, of = subject) => judgeSubject(of, decisions, library, now, '').evaluation.verdict;

describe('the hash of what a verdict depends on', () => {
  const plain = inputsHashOf(none, subject);

  it('changes with the enforcement that holds for the subject', () => {
    expect(inputsHashOf({ ...none, settings: [setting({})] }, subject)).not.toBe(plain);
    expect(inputsHashOf({ ...none, settings: [setting({ projectId: 'p' })] }, subject)).not.toBe(plain);
  });

  it('changes with an exemption that holds for the subject', () => {
    expect(inputsHashOf({ ...none, exemptions: [exemption()] }, subject)).not.toBe(plain);
  });

  it.each([{ organizationId: 'other' }, { projectId: 'other' }, { environmentId: 'other' }])(
    'stays the same whatever is decided for %j',
    (elsewhere) => {
      expect(inputsHashOf({ settings: [setting(elsewhere)], exemptions: [exemption(elsewhere)] }, subject)).toBe(plain);
    },
  );

  it('stays the same when a setting says what holds anyway', () => {
    expect(inputsHashOf({ ...none, settings: [setting({ enforcement: ssh.enforcement })] }, subject)).toBe(plain);
  });
});

describe('a judged subject', () => {
  it('is overridable by default, and as strict as the narrowest setting says', () => {
    expect(verdictUnder(none)).toBe('OVERRIDABLE');
    expect(verdictUnder({ ...none, settings: [setting({}), setting({ projectId: 'p', enforcement: 'ADVISORY' })] })).toBe('WARNED');
  });

  it("does not hear of another organisation's decisions", () => {
    expect(
      verdictUnder({
        settings: [setting({ organizationId: 'other', enforcement: 'OFF' })],
        exemptions: [exemption({ organizationId: 'other' })],
      }),
    ).toBe('OVERRIDABLE');
  });

  it('passes with an exemption, and says which', () => {
    const { evaluation, findings } = judgeSubject(subject, { ...none, exemptions: [exemption()] }, library, now, '');
    expect(evaluation.verdict).toBe('PASSED');
    expect(findings).toMatchObject([{ kind: 'VIOLATION', position: 0, exemptionId: 'e' }]);
  });

  it('keeps texts that the database can hold', () => {
    expect(judgeSubject(subject, none, library, now, '').findings[0]?.message).toBe('open\u{fffd}port');
  });

  it('is in error when a mandatory policy failed, and lists which', () => {
    const failed = { ...library, findings: [], failures: [{ rule: ssh.rule, message: 'It could not be evaluated.' }] };
    const { evaluation, findings } = judgeSubject(subject, none, failed, now, '');
    expect(evaluation).toMatchObject({ verdict: 'ERRORED', errorCount: 1, violationCount: 0 });
    expect(findings).toMatchObject([{ kind: 'ERROR', policyId: ssh.id, enforcement: 'SOFT_MANDATORY', address: '' }]);
  });
});
