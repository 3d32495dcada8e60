import { describe, expect, it } from '@jest/globals';
import type { DeploymentStatus } from '#domain/deployment-status';
import type { MonitorRecord, RunState } from '../store/monitor';
import { driftStatus, healthStatus } from './environment-state';

const at = new Date(0);
const run = (number: number, status: DeploymentStatus): RunState => ({ id: `run-${number}`, number, status, at });

const monitor = (change: Partial<MonitorRecord>): MonitorRecord => ({
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
  ...change,
});
const read = { scan: run(2, 'SUCCEEDED'), readNumber: 2, lastDriftScanAt: at };

describe('drift status', () => {
  it('is NEVER_SCANNED for an unknown environment and before the first scan', () => {
    expect(driftStatus(undefined, {})).toBe('NEVER_SCANNED');
    expect(driftStatus(monitor({}), {})).toBe('NEVER_SCANNED');
  });

  it('is SCANNING while a scan runs and until its findings were read', () => {
    expect(driftStatus(monitor({ ...read, scan: run(3, 'PLANNING') }), {})).toBe('SCANNING');
    expect(driftStatus(monitor({ ...read, scan: run(3, 'SUCCEEDED') }), {})).toBe('SCANNING');
  });

  it('tells IN_SYNC from DRIFTED by the alerts that are not resolved', () => {
    expect(driftStatus(monitor(read), { RESOLVED: 3 })).toBe('IN_SYNC');
    expect(driftStatus(monitor(read), { ACKNOWLEDGED: 1 })).toBe('DRIFTED');
  });

  it('is SCAN_FAILED when the scan failed or its findings could not be had', () => {
    expect(driftStatus(monitor({ ...read, scan: run(3, 'FAILED') }), {})).toBe('SCAN_FAILED');
    expect(driftStatus(monitor({ ...read, readFailed: true }), {})).toBe('SCAN_FAILED');
  });

  it('falls back to the last result when a scan is cancelled', () => {
    expect(driftStatus(monitor({ ...read, scan: run(3, 'CANCELED') }), { OPEN: 1 })).toBe('DRIFTED');
    expect(driftStatus(monitor({ scan: run(3, 'CANCELED') }), {})).toBe('NEVER_SCANNED');
  });
});

describe('health', () => {
  it('is DOWN after a failed deployment, DEGRADED with open drift, else UP', () => {
    expect(healthStatus(monitor({ deployment: run(1, 'FAILED') }), {})).toBe('DOWN');
    expect(healthStatus(monitor({ ...read, deployment: run(1, 'SUCCEEDED') }), { OPEN: 1 })).toBe('DEGRADED');
    expect(healthStatus(monitor({ ...read, deployment: run(1, 'SUCCEEDED') }), { ACKNOWLEDGED: 1 })).toBe('UP');
    expect(healthStatus(undefined, {})).toBe('UP');
  });
});
