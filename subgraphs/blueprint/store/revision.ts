import type { Analysis } from '#domain/blueprint/analyse';
import type { BlueprintContent, CloudProvider } from '#domain/blueprint/content';
import { pageOf, type Page, type PageRequest } from '#platform/page';
import type { Prisma } from '../generated/prisma/client';
import type { Database } from './database';

/** A revision without its content, which may be large. */
export interface RevisionRecord {
  id: string;
  organizationId: string;
  projectId: string;
  blueprintId: string;
  number: number;
  message: string | null;
  createdById: string | null;
  createdAt: Date;
  contentHash: string;
  provider: CloudProvider;
  region: string;
  valid: boolean;
}

export interface NewRevision extends RevisionRecord {
  content: BlueprintContent;
  analysis: Analysis;
  analysisOf: string;
}

const light = {
  id: true,
  organizationId: true,
  projectId: true,
  blueprintId: true,
  number: true,
  message: true,
  createdById: true,
  createdAt: true,
  contentHash: true,
  provider: true,
  region: true,
  valid: true,
} satisfies Prisma.RevisionSelect;

export const revisionStore = (db: Database) => ({
  byIds: async (ids: readonly string[]): Promise<RevisionRecord[]> =>
    (await db.revision.findMany({ where: { id: { in: [...ids] } }, select: light })) as RevisionRecord[],

  byNumber: async (blueprintId: string, number: number): Promise<RevisionRecord | null> =>
    (await db.revision.findUnique({ where: { blueprintId_number: { blueprintId, number } }, select: light })) as RevisionRecord | null,

  /** Newest first. */
  async ofBlueprint(blueprintId: string, request: PageRequest): Promise<Page<RevisionRecord>> {
    const rows = await db.revision.findMany({
      where: { blueprintId, ...(request.after ? { number: { lt: Number(request.after[0]) || 0 } } : {}) },
      orderBy: { number: 'desc' },
      take: request.limit + 1,
      select: light,
    });
    return pageOf(rows as RevisionRecord[], request, () => db.revision.count({ where: { blueprintId } }));
  },

  async contents(ids: readonly string[]): Promise<Map<string, BlueprintContent>> {
    const rows = await db.revision.findMany({ where: { id: { in: [...ids] } }, select: { id: true, content: true } });
    return new Map(rows.map((row) => [row.id, row.content as unknown as BlueprintContent]));
  },

  async analyses(ids: readonly string[]): Promise<Map<string, { analysis: Analysis; analysisOf: string }>> {
    const rows = await db.revision.findMany({ where: { id: { in: [...ids] } }, select: { id: true, analysis: true, analysisOf: true } });
    return new Map(rows.map((row) => [row.id, { analysis: row.analysis as unknown as Analysis, analysisOf: row.analysisOf }]));
  },

  async insert(revision: NewRevision): Promise<void> {
    await db.revision.create({ data: { ...revision, content: toJson(revision.content), analysis: toJson(revision.analysis) } });
  },
});

const toJson = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;
