import type { CostCoverage, ResourceCost } from '#domain/pricing/estimate';
import type { Prisma } from '../generated/prisma/client';
import type { Database } from './database';

/** An estimate without its resources, which may be many. */
export interface EstimateRecord {
  /** Revision or deployment. */
  subjectId: string;
  organizationId: string;
  blueprintId: string;
  pricing: string;
  usageHash: string;
  currency: string;
  monthly: string;
  hourly: string;
  coverage: CostCoverage;
  pricesAsOf: string;
  resourceCount: number;
  estimatedAt: Date;
}

export interface NewEstimate extends EstimateRecord {
  /** In address order. */
  resources: ResourceCost[];
}

const light = {
  subjectId: true,
  organizationId: true,
  blueprintId: true,
  pricing: true,
  usageHash: true,
  currency: true,
  monthly: true,
  hourly: true,
  coverage: true,
  pricesAsOf: true,
  resourceCount: true,
  estimatedAt: true,
} satisfies Prisma.EstimateSelect;

export const estimateStore = (db: Database) => ({
  async bySubjects(ids: readonly string[]): Promise<Map<string, EstimateRecord>> {
    const rows = await db.estimate.findMany({ where: { subjectId: { in: [...ids] } }, select: light });
    return new Map(rows.map((row) => [row.subjectId, row as unknown as EstimateRecord]));
  },

  async resources(ids: readonly string[]): Promise<Map<string, ResourceCost[]>> {
    const rows = await db.estimate.findMany({ where: { subjectId: { in: [...ids] } }, select: { subjectId: true, resources: true } });
    return new Map(rows.map((row) => [row.subjectId, row.resources as unknown as ResourceCost[]]));
  },

  /** Puts estimates in the place of those that their subjects had. Of two at once the first to commit stays. */
  async replace(estimates: readonly NewEstimate[]): Promise<void> {
    if (estimates.length === 0) return;
    await db.estimate.deleteMany({ where: { subjectId: { in: estimates.map((one) => one.subjectId) } } });
    const data = estimates.map((one) => ({ ...one, coverage: toJson(one.coverage), resources: toJson(one.resources) }));
    await db.estimate.createMany({ data, skipDuplicates: true });
  },
});

const toJson = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;
