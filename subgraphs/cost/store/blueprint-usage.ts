import type { UsageFile } from '#domain/pricing/usage';
import type { Prisma } from '../generated/prisma/client';
import type { Database } from './database';

export interface BlueprintUsageRecord {
  blueprintId: string;
  organizationId: string;
  usage: UsageFile;
  updatedAt: Date;
}

export const blueprintUsageStore = (db: Database) => ({
  async byBlueprints(ids: readonly string[]): Promise<Map<string, BlueprintUsageRecord>> {
    const rows = await db.blueprintUsage.findMany({ where: { blueprintId: { in: [...ids] } } });
    return new Map(rows.map((row) => [row.blueprintId, { ...row, usage: row.usage as unknown as UsageFile }]));
  },

  async put({ usage, ...record }: BlueprintUsageRecord): Promise<void> {
    const data = { ...record, usage: usage as unknown as Prisma.InputJsonValue };
    await db.blueprintUsage.upsert({ where: { blueprintId: record.blueprintId }, create: data, update: data });
  },
});
