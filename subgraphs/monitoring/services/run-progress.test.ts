import { describe, expect, it } from '@jest/globals';
import type { DeploymentKind, DeploymentStatus } from '#domain/deployment-status';
import type { MonitorRecord } from '../store/monitor';
import { withRun, type ObservedRun } from './run-progress';

const untouched: MonitorRecord = {
  environmentId: 'environment',
  organizationId: 'organization',
  projectId: 'project',
  blueprintId: 'blueprint',
  appliedId: null,
  appliedNumber: 0,
  destroyedNumber: 0,
  deployment: null,
  scan: null,
  readNumber: 0,
  readFailed: false,
  lastDriftScanAt: null,
};

const run = (number: number, kind: DeploymentKind, status: DeploymentStatus, second: number): ObservedRun => ({
  id: `run-${number}`,
  number,
  kind,
  status,
  at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)),
});

const after = (...runs: ObservedRun[]): MonitorRecord => runs.reduce(withRun, untouched);

describe('what is known of an environment from its runs', () => {
  it('is the same whatever the order in which the events come, and however often', () => {
    const events = [
      run(1, 'APPLY', 'APPLYING', 1),
      run(1, 'APPLY', 'SUCCEEDED', 2),
      run(2, 'DRIFT_SCAN', 'PLANNING', 3),
      run(2, 'DRIFT_SCAN', 'SUCCEEDED', 4),
    ];
    const [first, second, third, fourth] = events as [ObservedRun, ObservedRun, ObservedRun, ObservedRun];
    const inOrder = after(...events);
    expect(after(fourth, second, first, third)).toEqual(inOrder);
    expect(after(...events, first, third)).toEqual(inOrder);
    expect(inOrder).toMatchObject({ appliedId: 'run-1', deployment: { status: 'SUCCEEDED' }, scan: { status: 'SUCCEEDED' } });
  });

  it('orders two states of one millisecond by their place in the run', () => {
    expect(after(run(1, 'APPLY', 'PLANNING', 1), run(1, 'APPLY', 'PREPARING', 1)).deployment?.status).toBe('PLANNING');
  });

  it('never takes an ended run for a running one, even when clocks disagree', () => {
    expect(after(run(1, 'APPLY', 'FAILED', 1), run(1, 'APPLY', 'APPLYING', 9)).deployment?.status).toBe('FAILED');
  });

  it('keeps the last successful apply when a later one fails', () => {
    const monitor = after(run(1, 'APPLY', 'SUCCEEDED', 1), run(2, 'APPLY', 'FAILED', 2));
    expect(monitor).toMatchObject({ appliedId: 'run-1', deployment: { id: 'run-2', status: 'FAILED' } });
  });

  it('does not count a plan as a deployment', () => {
    expect(after(run(1, 'PLAN', 'SUCCEEDED', 1))).toEqual(untouched);
  });
});
