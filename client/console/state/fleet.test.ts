import { describe, expect, it } from '@jest/globals';
import type { DeploymentStatusEvent, DriftAlertEvent } from '#sdk/client';
import type { DeploymentKind, DeploymentStatus } from '#sdk/generated/operations';
import { covers, driftOf, type FleetRow, lastDeployment, withDeployment, withDriftAlert, withPage } from './fleet';

const run = (id: string, kind: DeploymentKind, status: DeploymentStatus, minute: number) => ({
  id,
  number: Number(id),
  kind,
  status,
  requestedAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`,
  finishedAt: null,
  environment: { id: 'e1', name: 'staging' },
});
const row = (id: string, overrides: Partial<FleetRow> = {}): FleetRow => ({
  id,
  slug: id,
  name: id,
  updatedAt: '2026-01-01T00:00:00.000Z',
  project: { id: 'p', name: 'Shop' },
  head: {
    id: `${id}-1`,
    number: 1,
    provider: 'AWS',
    region: 'us-east-1',
    validation: { valid: true },
    guardrails: { id: 'g', verdict: 'PASSED', violations: { totalCount: 0 } },
    cost: { currency: 'USD', monthly: '1.00', coverage: { unpriced: 0 } },
  },
  environments: [{ id: 'e1', name: 'staging', drift: 'IN_SYNC', health: { openAlerts: 0, lastDeployment: null } }],
  deployments: { nodes: [] },
  ...overrides,
});
const page = (rows: FleetRow[], hasNextPage = false) => ({
  totalCount: rows.length,
  pageInfo: { hasNextPage, endCursor: 'c' },
  nodes: rows,
});
const changed = (deployment: ReturnType<typeof run>, status: DeploymentStatus, blueprintId: string): DeploymentStatusEvent => ({
  cursor: '1',
  occurredAt: deployment.requestedAt,
  from: null,
  status,
  deployment: { ...deployment, environment: { ...deployment.environment, blueprint: { id: blueprintId, name: blueprintId } } },
});

describe('the fleet', () => {
  it('adds a page behind the rows, and replaces a row that moved between pages', () => {
    const first = withPage(undefined, page([row('a'), row('b')], true));
    const both = withPage(first, page([row('b', { name: 'B again' }), row('c')]));
    expect(both.rows.map((one) => one.name)).toEqual(['a', 'B again', 'c']);
    expect(both.hasMore).toBe(false);
  });

  it('shows the status of the event in its row and marks the row as changed', () => {
    const fleet = withDeployment(withPage(undefined, page([row('a'), row('b')])), changed(run('7', 'APPLY', 'QUEUED', 5), 'PLANNING', 'b'));
    expect(lastDeployment(fleet.rows[1]!)).toMatchObject({ id: '7', status: 'PLANNING' });
    expect(fleet.changes).toEqual({ b: 1 });
  });

  it('stays the same object when the event is about a blueprint that is not loaded', () => {
    const fleet = withPage(undefined, page([row('a')]));
    expect(withDeployment(fleet, changed(run('7', 'APPLY', 'QUEUED', 5), 'QUEUED', 'z'))).toBe(fleet);
  });

  it('shows a running drift scan as drift, not as a deployment', () => {
    const fleet = withDeployment(
      withPage(undefined, page([row('a', { deployments: { nodes: [run('1', 'APPLY', 'SUCCEEDED', 1)] } })])),
      changed(run('2', 'DRIFT_SCAN', 'QUEUED', 9), 'PLANNING', 'a'),
    );
    expect(lastDeployment(fleet.rows[0]!)?.id).toBe('1');
    expect(driftOf(fleet.rows[0]!)?.status).toBe('SCANNING');
  });

  it('finds the last deployment behind any number of drift scans', () => {
    const scans = [5, 4, 3].map((at) => run(String(at), 'DRIFT_SCAN', 'SUCCEEDED', at));
    const health = { openAlerts: 0, lastDeployment: run('1', 'APPLY', 'SUCCEEDED', 1) };
    expect(
      lastDeployment(row('a', { deployments: { nodes: scans }, environments: [{ id: 'e1', name: 'staging', drift: 'IN_SYNC', health }] }))
        ?.id,
    ).toBe('1');
  });

  it('takes drift and open alerts from the alert that changed', () => {
    const event = {
      cursor: '2',
      occurredAt: '2026-01-01T00:00:00.000Z',
      previousState: null,
      alert: {
        id: 'd',
        address: 'aws_instance.web',
        kind: 'CHANGED',
        state: 'OPEN',
        severity: 'HIGH',
        detectedAt: '2026-01-01T00:00:00.000Z',
        lastSeenAt: '2026-01-01T00:00:00.000Z',
        attributes: [],
        environment: { id: 'e1', name: 'staging', drift: 'DRIFTED', health: { openAlerts: 2 }, blueprint: { id: 'a', name: 'a' } },
      },
    } satisfies DriftAlertEvent;
    const fleet = withDriftAlert(withPage(undefined, page([row('a')])), event);
    expect(driftOf(fleet.rows[0]!)).toEqual({ status: 'DRIFTED', openAlerts: 2 });
  });

  it('is to be read anew for an environment or a blueprint that it does not show yet', () => {
    const fleet = withPage(undefined, page([row('a')]));
    const environment = (id: string, blueprintId: string) => ({ id, blueprint: { id: blueprintId } });
    expect(covers(fleet, environment('e1', 'a'))).toBe(true);
    expect(covers(fleet, environment('e2', 'a'))).toBe(false);
    expect(covers(fleet, environment('e9', 'new'))).toBe(false);
    expect(covers({ ...fleet, hasMore: true }, environment('e9', 'on a later page'))).toBe(true);
  });

  it('has no drift without an environment', () => {
    expect(driftOf(row('a', { environments: [] }))).toBeUndefined();
  });
});
