import type { DeploymentStatusEvent, DriftAlertEvent } from '#sdk/client';
import type { DeploymentStatus, DriftStatus, FleetBlueprintFragment, FleetDeploymentFragment, FleetQuery } from '#sdk/generated/operations';

/** One row of the list: a blueprint with verdict, cost, drift and deployments. */
export type FleetRow = FleetBlueprintFragment;

/** What the list shows now. */
export interface Fleet {
  rows: FleetRow[];
  totalCount: number;
  endCursor: string | null;
  hasMore: boolean;
  /** Blueprint ids that a live event changed, with the number of changes: a row flashes when its number grows. */
  changes: Record<string, number>;
}

const finalStatuses: ReadonlySet<DeploymentStatus> = new Set(['SUCCEEDED', 'NO_CHANGES', 'FAILED', 'REJECTED', 'CANCELED']);

/** True when a run in this status will not change any more. */
export function isFinal(status: DeploymentStatus): boolean {
  return finalStatuses.has(status);
}

/** The list after a page: a new list, or the former one with the page's rows behind it (a row that is there already is replaced). */
export function withPage(fleet: Fleet | undefined, page: NonNullable<FleetQuery['organization']>['blueprints']): Fleet {
  const fresh = new Map(page.nodes.map((row) => [row.id, row]));
  const kept = (fleet?.rows ?? []).filter((row) => !fresh.has(row.id));
  return {
    rows: [...kept, ...page.nodes],
    totalCount: page.totalCount,
    endCursor: page.pageInfo.endCursor,
    hasMore: page.pageInfo.hasNextPage,
    changes: fleet?.changes ?? {},
  };
}

/** The list after a status transition; the same object when the blueprint is not in it. */
export function withDeployment(fleet: Fleet, event: DeploymentStatusEvent): Fleet {
  const { environment, ...run } = event.deployment;
  const deployment: FleetDeploymentFragment = { ...run, status: event.status, environment: { id: environment.id, name: environment.name } };
  return withRow(fleet, environment.blueprint.id, (row) => ({
    ...row,
    deployments: { nodes: [deployment, ...row.deployments.nodes.filter((one) => one.id !== deployment.id)].sort(newestFirst) },
    environments: row.environments.map((one) =>
      one.id === environment.id && deployment.kind === 'DRIFT_SCAN' && !isFinal(event.status) ? { ...one, drift: 'SCANNING' } : one,
    ),
  }));
}

/** The list after a drift alert changed; the same object when the blueprint is not in it. */
export function withDriftAlert(fleet: Fleet, event: DriftAlertEvent): Fleet {
  const { environment } = event.alert;
  return withRow(fleet, environment.blueprint.id, (row) => ({
    ...row,
    environments: row.environments.map((one) =>
      one.id === environment.id
        ? { ...one, drift: environment.drift, health: { ...one.health, openAlerts: environment.health.openAlerts } }
        : one,
    ),
  }));
}

/** False when an event tells of an environment or blueprint that the list should show and does not have yet. */
export function covers(fleet: Fleet, environment: { id: string; blueprint: { id: string } }): boolean {
  const row = fleet.rows.find((one) => one.id === environment.blueprint.id);
  return row ? row.environments.some((one) => one.id === environment.id) : fleet.hasMore;
}

function withRow(fleet: Fleet, blueprintId: string, change: (row: FleetRow) => FleetRow): Fleet {
  if (!fleet.rows.some((row) => row.id === blueprintId)) return fleet;
  return {
    ...fleet,
    rows: fleet.rows.map((row) => (row.id === blueprintId ? change(row) : row)),
    changes: { ...fleet.changes, [blueprintId]: (fleet.changes[blueprintId] ?? 0) + 1 },
  };
}

/** The newest run that is about deploying: drift scans have their own column, however many ran since. */
export function lastDeployment(row: FleetRow): FleetDeploymentFragment | undefined {
  const remembered = row.environments.flatMap((one) => (one.health.lastDeployment ? [one.health.lastDeployment] : []));
  const known = new Map([...remembered, ...row.deployments.nodes].map((one) => [one.id, one]));
  return [...known.values()].filter((one) => one.kind !== 'DRIFT_SCAN').sort(newestFirst)[0];
}

function newestFirst(a: FleetDeploymentFragment, b: FleetDeploymentFragment): number {
  return b.requestedAt.localeCompare(a.requestedAt) || b.number - a.number;
}

const driftByWeight: DriftStatus[] = ['DRIFTED', 'SCAN_FAILED', 'SCANNING', 'IN_SYNC', 'NEVER_SCANNED'];

/** The gravest drift status of a blueprint's environments with the sum of their open alerts; undefined without environments. */
export function driftOf(row: FleetRow): { status: DriftStatus; openAlerts: number } | undefined {
  const status = driftByWeight.find((one) => row.environments.some((environment) => environment.drift === one));
  return status && { status, openAlerts: row.environments.reduce((sum, one) => sum + one.health.openAlerts, 0) };
}
