import type { Database } from './database';

export interface OverrideRecord {
  evaluationId: string;
  organizationId: string;
  deploymentId: string;
  reason: string;
  overriddenById: string;
  overriddenAt: Date;
}

export const overrideStore = (db: Database) => ({
  ofEvaluations: (ids: readonly string[]): Promise<OverrideRecord[]> => db.override.findMany({ where: { evaluationId: { in: [...ids] } } }),

  /** false: the evaluation has one already. */
  async insert(override: OverrideRecord): Promise<boolean> {
    const { count } = await db.override.createMany({ data: [override], skipDuplicates: true });
    return count === 1;
  },
});
