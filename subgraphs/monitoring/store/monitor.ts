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

  /** Reads it, making it when it is missing, and keeps others from changing it until the transaction ends. */
  async lock({ environmentId, organizationId, projectId, blueprintId }: EnvironmentOwners): Promise<MonitorRecord> {
    await db.environmentMonitor.createMany({ data: [{ environmentId, organizationId, projectId, blueprintId }], skipDuplicates: true });
    await db.$queryRaw`SELECT 1 AS locked FROM environment_monitor WHERE environment_id = ${environmentId} FOR UPDATE`;
    return toRecord(await db.environmentMonitor.findUniqueOrThrow({ where: { environmentId } }));
  },

  async save({ environmentId, deployment, scan, ...rest }: MonitorRecord): Promise<void> {
    await db.environmentMonitor.update({
      where: { environmentId },
      data: {
        ...rest,
        ...(deployment
          ? {
              deploymentId: deployment.id,
              deploymentNumber: deployment.number,
              deploymentStatus: deployment.status,
              deploymentAt: deployment.at,
            }
          : {}),
        ...(scan ? { scanId: scan.id, scanNumber: scan.number, scanStatus: scan.status, scanAt: scan.at } : {}),
      },
    });
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
