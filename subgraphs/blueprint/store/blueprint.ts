import type { CloudProvider } from '#domain/blueprint/content';
import type { JsonObject } from '#domain/json';
import { pageOf, type Page, type PageRequest } from '#platform/page';
import type { Prisma } from '../generated/prisma/client';
import type { Database } from './database';

export interface BlueprintRecord {
  id: string;
  organizationId: string;
  projectId: string;
  slug: string;
  name: string;
  description: string | null;
  labels: JsonObject;
  provider: CloudProvider;
  headNumber: number;
  headId: string;
  createdAt: Date;
  updatedAt: Date;
  archivedAt: Date | null;
}

export interface BlueprintFilter {
  search?: string | null;
  provider?: CloudProvider | null;
  archived?: boolean | null;
  labels?: JsonObject | null;
}

export const blueprintStore = (db: Database) => ({
  byIds: async (ids: readonly string[]): Promise<BlueprintRecord[]> =>
    (await db.blueprint.findMany({ where: { id: { in: [...ids] } } })) as BlueprintRecord[],

  /** Newest first. */
  async list(
    within: { organizationId: string } | { projectId: string },
    filter: BlueprintFilter,
    request: PageRequest,
  ): Promise<Page<BlueprintRecord>> {
    const where = { ...within, ...whereOf(filter) };
    const rows = await db.blueprint.findMany({
      where: request.after ? { AND: [where, { id: { lt: request.after[0]! } }] } : where,
      orderBy: { id: 'desc' },
      take: request.limit + 1,
    });
    return pageOf(rows as BlueprintRecord[], request, () => db.blueprint.count({ where }));
  },

  async slugsLike(projectId: string, slug: string): Promise<string[]> {
    const rows = await db.blueprint.findMany({ where: { projectId, slug: { startsWith: slug } }, select: { slug: true } });
    return rows.map((row) => row.slug);
  },

  /** false: the slug is taken. */
  async insert(blueprint: BlueprintRecord): Promise<boolean> {
    const { count } = await db.blueprint.createMany({ data: [blueprint], skipDuplicates: true });
    return count === 1;
  },

  /** Makes a revision the head; false when the head is no longer the expected one. Locks the blueprint until commit. */
  async advance(id: string, expected: number, head: { id: string; number: number; provider: CloudProvider; at: Date }): Promise<boolean> {
    const { count } = await db.blueprint.updateMany({
      where: { id, headNumber: expected },
      data: { headId: head.id, headNumber: head.number, provider: head.provider, updatedAt: head.at },
    });
    return count === 1;
  },

  async archive(id: string, archivedAt: Date | null, at: Date): Promise<void> {
    await db.blueprint.update({ where: { id }, data: { archivedAt, updatedAt: at } });
  },
});

/** Prisma passes the wildcards of LIKE on as they are. */
const literally = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');

function whereOf(filter: BlueprintFilter): Prisma.BlueprintWhereInput {
  const labels = Object.entries(filter.labels ?? {}).map(([key, value]) => ({
    labels: { path: [key], equals: value as Prisma.InputJsonValue },
  }));
  return {
    archivedAt: filter.archived ? { not: null } : null,
    ...(filter.provider ? { provider: filter.provider } : {}),
    ...(filter.search
      ? {
          OR: [
            { name: { contains: literally(filter.search), mode: 'insensitive' } },
            { slug: { contains: literally(filter.search.toLowerCase()) } },
          ],
        }
      : {}),
    ...(labels.length ? { AND: labels } : {}),
  };
}
