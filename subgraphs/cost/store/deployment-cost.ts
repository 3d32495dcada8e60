import type { Database } from './database';

export interface DeploymentCostRecord {
  deploymentId: string;
  organizationId: string;
  environmentId: string;
  currency: string;
  monthlyBefore: string;
  monthlyAfter: string;
  monthlyDelta: string;
}

export const deploymentCostStore = (db: Database) => ({
  async byDeployments(ids: readonly string[]): Promise<Map<string, DeploymentCostRecord>> {
    const rows = await db.deploymentCost.findMany({ where: { deploymentId: { in: [...ids] } } });
    return new Map(rows.map((row) => [row.deploymentId, row]));
  },

  async put(cost: DeploymentCostRecord): Promise<void> {
    await db.deploymentCost.upsert({ where: { deploymentId: cost.deploymentId }, create: cost, update: cost });
  },
});
