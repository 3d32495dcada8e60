import type { DeploymentStatus } from '#domain/deployment-status';
import type { Database } from './database';

export interface TransitionRecord {
  deploymentId: string;
  from: DeploymentStatus | null;
  to: DeploymentStatus;
  at: Date;
  by: string;
  note: string | null;
}

export const transitionStore = (db: Database) => ({
  async ofDeployments(ids: readonly string[]): Promise<TransitionRecord[]> {
    return (await db.deploymentTransition.findMany({
      where: { deploymentId: { in: [...ids] } },
      orderBy: [{ deploymentId: 'asc' }, { position: 'asc' }],
    })) as TransitionRecord[];
  },

  /** The caller holds the run's lock, so positions follow each other. */
  async append(transition: TransitionRecord): Promise<void> {
    const position = await db.deploymentTransition.count({ where: { deploymentId: transition.deploymentId } });
    await db.deploymentTransition.create({ data: { ...transition, position } });
  },
});
