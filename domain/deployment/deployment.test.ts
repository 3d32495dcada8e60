import { describe, expect, it } from '@jest/globals';
import { deploymentStatuses } from '../deployment-status';
import { actionsOf } from './actions';
import { blockersOf, type RunFacts } from './blockers';
import { afterChecks, isCleared } from './decision';
import { isTerminal, mayBecome, transitions } from './transitions';

const held: RunFacts = {
  kind: 'APPLY',
  status: 'AWAITING_DECISION',
  requiresApproval: true,
  verdict: 'PASSED',
  overridden: false,
  priced: true,
  approved: false,
  queuePosition: 0,
  lockedBy: null,
  noRunner: false,
  stale: false,
};

describe('a deployment run', () => {
  it('ends in five states and in no other', () => {
    expect(deploymentStatuses.filter(isTerminal)).toEqual(['SUCCEEDED', 'NO_CHANGES', 'FAILED', 'REJECTED', 'CANCELED']);
  });

  it('can be cancelled in every state that is not terminal, except while it is applied', () => {
    for (const status of deploymentStatuses) expect(mayBecome(status, 'CANCELED')).toBe(!isTerminal(status) && status !== 'APPLYING');
  });

  it('is applied only once it was approved, and approved only after its checks', () => {
    expect(deploymentStatuses.filter((from) => mayBecome(from, 'APPLYING'))).toEqual(['APPROVED']);
    expect(deploymentStatuses.filter((from) => mayBecome(from, 'APPROVED'))).toEqual(['CHECKING', 'AWAITING_DECISION']);
    expect(deploymentStatuses.filter((from) => mayBecome(from, 'REJECTED'))).toEqual(['AWAITING_DECISION']);
    expect(Object.values(transitions).flat()).not.toContain('QUEUED');
  });

  it('goes on by itself only where nobody wants to be asked', () => {
    const verdicts = ['PASSED', 'WARNED', 'OVERRIDABLE', 'BLOCKED', 'ERRORED', null] as const;
    const outcome = (requiresApproval: boolean) => verdicts.map((verdict) => afterChecks({ ...held, requiresApproval, verdict }));
    expect(outcome(false)).toEqual(['APPROVED', ...Array.from({ length: 5 }, () => 'AWAITING_DECISION')]);
    expect(new Set(outcome(true))).toEqual(new Set(['AWAITING_DECISION']));
    expect(afterChecks({ ...held, kind: 'PLAN', verdict: 'BLOCKED' })).toBe('SUCCEEDED');
  });

  it('waits for a verdict however many people approve, and for a person where the cost is unknown', () => {
    expect(isCleared({ ...held, verdict: null, approved: true })).toBe(false);
    expect(blockersOf({ ...held, verdict: null }).map((one) => one.kind)).toEqual(['GUARDRAIL', 'APPROVAL']);
    expect(isCleared({ ...held, requiresApproval: false, priced: false })).toBe(false);
    expect(isCleared({ ...held, requiresApproval: false, priced: false, approved: true })).toBe(true);
    expect(blockersOf({ ...held, requiresApproval: false, priced: false })).toEqual([
      { kind: 'APPROVAL', message: 'The cost estimate has not arrived: a person has to decide.', clearedBy: 'approveDeployment' },
    ]);
  });

  it('needs both the override and the approval, in whichever order they come', () => {
    const violating = { ...held, verdict: 'OVERRIDABLE' as const };
    expect(isCleared({ ...violating, approved: true })).toBe(false);
    expect(isCleared({ ...violating, overridden: true })).toBe(false);
    expect(isCleared({ ...violating, overridden: true, approved: true })).toBe(true);
    expect(isCleared({ ...violating, overridden: true, requiresApproval: false })).toBe(true);
  });

  it('is never cleared while a mandatory policy blocks or errs', () => {
    for (const verdict of ['BLOCKED', 'ERRORED'] as const)
      expect(isCleared({ ...held, verdict, approved: true, overridden: true })).toBe(false);
  });

  it('explains every reason at once and names the mutation that clears it', () => {
    expect(blockersOf({ ...held, verdict: 'OVERRIDABLE', lockedBy: 'ada@laptop' })).toEqual([
      { kind: 'STATE_LOCK', message: 'The state is locked by ada@laptop.', clearedBy: 'forceUnlockState' },
      { kind: 'GUARDRAIL', message: 'The plan violates a soft-mandatory policy.', clearedBy: 'overrideViolations' },
      { kind: 'APPROVAL', message: 'The environment requires approval.', clearedBy: 'approveDeployment' },
    ]);
    expect(blockersOf({ ...held, status: 'QUEUED', queuePosition: 2, noRunner: true }).map((one) => one.kind)).toEqual([
      'NO_RUNNER',
      'QUEUE_POSITION',
    ]);
    expect(blockersOf({ ...held, status: 'SUCCEEDED', lockedBy: 'x' })).toEqual([]);
  });

  it('offers what the state and the role allow, with the reason for the rest', () => {
    expect(actionsOf(held, { approve: true, cancel: true }).map((one) => one.allowed)).toEqual([true, true, true]);
    expect(actionsOf({ ...held, verdict: 'OVERRIDABLE' }, { approve: true, cancel: true })[0]).toEqual({
      name: 'approveDeployment',
      allowed: true,
      reason: null,
    });
    expect(actionsOf({ ...held, verdict: 'BLOCKED' }, { approve: true, cancel: true })[0]!.reason).toMatch(/hard-mandatory/);
    expect(actionsOf(held, { approve: false, cancel: true })[0]!.reason).toMatch(/role/);
    expect(actionsOf({ ...held, status: 'SUCCEEDED' }, { approve: true, cancel: true }).map((one) => one.reason)).toEqual([
      'The run is SUCCEEDED, not AWAITING_DECISION.',
      'The run is SUCCEEDED, not AWAITING_DECISION.',
      'The run has ended: it is SUCCEEDED.',
    ]);
  });
});
