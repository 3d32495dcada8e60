import type { DeploymentStatus } from '#domain/deployment-status';
import { pageOf, type Page, type PageRequest } from '#platform/page';
import type { Database } from './database';

export interface LogLine {
  deploymentId: string;
  /** Counts from 1 within the run, without gaps. */
  position: number;
  at: Date;
  phase: DeploymentStatus;
  level: 'info' | 'warn' | 'error';
  message: string;
}

/** NOTIFY channel; the payload is the run's id. */
export const LOG_CHANNEL = 'deployment_log';

export const logLineStore = (db: Database) => ({
  /** Appends in order behind what is there, and wakes those who follow the run. One writer at a time per run. */
  async append(deploymentId: string, lines: Omit<LogLine, 'deploymentId' | 'position'>[]): Promise<void> {
    if (lines.length === 0) return;
    const last = await db.deploymentLogLine.aggregate({ where: { deploymentId }, _max: { position: true } });
    const start = (last._max.position ?? 0) + 1;
    await db.deploymentLogLine.createMany({ data: lines.map((line, at) => ({ ...line, deploymentId, position: start + at })) });
    await this.wakeFollowers(deploymentId);
  },

  /** Tells those who follow the run to look again, once the transaction commits: lines have come, or it has ended. */
  async wakeFollowers(deploymentId: string): Promise<void> {
    await db.$queryRaw`SELECT pg_notify(${LOG_CHANNEL}, ${deploymentId})::text`;
  },

  async list(deploymentId: string, request: PageRequest): Promise<Page<LogLine>> {
    const after = Number(request.after?.[0] ?? 0) || 0;
    const rows = await db.deploymentLogLine.findMany({
      where: { deploymentId, position: { gt: after } },
      orderBy: { position: 'asc' },
      take: request.limit + 1,
    });
    return pageOf(rows as LogLine[], request, () => db.deploymentLogLine.count({ where: { deploymentId } }));
  },
});
