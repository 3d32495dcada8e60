import type { Database } from './database';

/** Which deployment's estimate is what an environment costs now. */
export interface EnvironmentCostRecord {
  environmentId: string;
  organizationId: string;
  deploymentId: string;
  /** Counts up within the environment. */
  deploymentNumber: number;
}

export const environmentCostStore = (db: Database) => ({
  async byEnvironments(ids: readonly string[]): Promise<Map<string, EnvironmentCostRecord>> {
    const rows = await db.environmentCost.findMany({ where: { environmentId: { in: [...ids] } } });
    return new Map(rows.map((row) => [row.environmentId, row]));
  },

  /** Keeps the later deployment: events of different deployments may arrive in any order. */
  async advance(current: EnvironmentCostRecord): Promise<void> {
    const { environmentId, deploymentNumber } = current;
    const { count } = await db.environmentCost.createMany({ data: [current], skipDuplicates: true });
    if (count === 0)
      await db.environmentCost.updateMany({ where: { environmentId, deploymentNumber: { lt: deploymentNumber } }, data: current });
  },
});
