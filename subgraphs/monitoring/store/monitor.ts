import type { DeploymentStatus } from '#domain/deployment-status';
import type { EnvironmentMonitor } from '../generated/prisma/client';
import type { Database } from './database';

/** The state of a run as an event told it. */
export interface RunState {
  id: string;
  number: number;
  status: DeploymentStatus;
  at: Date;
}

export interface EnvironmentOwners {
  environmentId: string;
  organizationId: string;
  projectId: string;
  blueprintId: string;
}

export interface MonitorRecord extends EnvironmentOwners {
  /** The last successful APPLY. */
  appliedId: string | null;
  appliedNumber: number;
  /** Number of the last successful DESTROY; 0: none. */
  destroyedNumber: number;
  /** The newest run that changes the environment. */
  deployment: RunState | null;
  /** The newest DRIFT_SCAN. */
  scan: RunState | null;
  /** Number of the newest scan whose findings were read, or could not be; 0: none. */
  readNumber: number;
  readFailed: boolean;
  lastDriftScanAt: Date | null;
}

export const monitorStore = (db: Database) => ({
  async byIds(environmentIds: readonly string[]): Promise<MonitorRecord[]> {
    const rows = await db.environmentMonitor.findMany({ where: { environmentId: { in: [...environmentIds] } } });
    return rows.map(toRecord);
  },

  /** Reads them, making those that are missing, and keeps others from changing them until the transaction ends. */
  async lock(environments: readonly EnvironmentOwners[]): Promise<MonitorRecord[]> {
    const ids = [...new Set(environments.map((one) => one.environmentId))];
    // Everybody locks in the order of ids, and so waits for others without making them wait in turn.
    await db.$executeRaw`
      INSERT INTO environment_monitor (environment_id, organization_id, project_id, blueprint_id)
      SELECT "environmentId", "organizationId", "projectId", "blueprintId"
      FROM jsonb_to_recordset(${JSON.stringify(environments)}::jsonb)
        AS given("environmentId" text, "organizationId" text, "projectId" text, "blueprintId" text)
      ORDER BY 1 ON CONFLICT DO NOTHING`;
    await db.$queryRaw`
      SELECT 1 AS locked FROM environment_monitor WHERE environment_id = ANY (${ids}::text[]) ORDER BY environment_id FOR UPDATE`;
    const rows = await db.environmentMonitor.findMany({ where: { environmentId: { in: ids } } });
    return rows.map(toRecord);
  },

  /** One statement for however many. */
  async save(monitors: readonly MonitorRecord[]): Promise<void> {
    await db.$executeRaw`
      UPDATE environment_monitor SET
        applied_id = given."appliedId", applied_number = given."appliedNumber", destroyed_number = given."destroyedNumber",
        deployment_id = given.deployment->>'id', deployment_number = (given.deployment->>'number')::int,
        deployment_status = given.deployment->>'status', deployment_at = (given.deployment->>'at')::timestamptz,
        scan_id = given.scan->>'id', scan_number = (given.scan->>'number')::int,
        scan_status = given.scan->>'status', scan_at = (given.scan->>'at')::timestamptz,
        read_number = given."readNumber", read_failed = given."readFailed", last_drift_scan_at = given."lastDriftScanAt"
      FROM jsonb_to_recordset(${JSON.stringify(monitors)}::jsonb) AS given(
        "environmentId" text, "appliedId" text, "appliedNumber" int, "destroyedNumber" int, deployment jsonb, scan jsonb,
        "readNumber" int, "readFailed" boolean, "lastDriftScanAt" timestamptz)
      WHERE environment_monitor.environment_id = given."environmentId"`;
  },
});

function toRecord(row: EnvironmentMonitor): MonitorRecord {
  const { deploymentId, deploymentNumber, deploymentStatus, deploymentAt, scanId, scanNumber, scanStatus, scanAt, ...rest } = row;
  return {
    ...rest,
    deployment: toRun(deploymentId, deploymentNumber, deploymentStatus, deploymentAt),
    scan: toRun(scanId, scanNumber, scanStatus, scanAt),
  };
}

const toRun = (id: string | null, number: number | null, status: string | null, at: Date | null): RunState | null =>
  id === null || number === null || status === null || at === null ? null : { id, number, status: status as DeploymentStatus, at };
