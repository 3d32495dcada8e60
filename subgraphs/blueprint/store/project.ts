import { pageOf, type Page, type PageRequest } from '#platform/page';
import type { Database } from './database';

export interface ProjectRecord {
  id: string;
  organizationId: string;
  slug: string;
  name: string;
  createdAt: Date;
}

export const projectStore = (db: Database) => ({
  byIds: (ids: readonly string[]): Promise<ProjectRecord[]> => db.project.findMany({ where: { id: { in: [...ids] } } }),

  async ofOrganization(organizationId: string, request: PageRequest): Promise<Page<ProjectRecord>> {
    const rows = await db.project.findMany({
      where: { organizationId, ...(request.after ? { id: { gt: request.after[0]! } } : {}) },
      orderBy: { id: 'asc' },
      take: request.limit + 1,
    });
    return pageOf(rows, request, () => db.project.count({ where: { organizationId } }));
  },

  async slugsLike(organizationId: string, slug: string): Promise<string[]> {
    const rows = await db.project.findMany({ where: { organizationId, slug: { startsWith: slug } }, select: { slug: true } });
    return rows.map((row) => row.slug);
  },

  /** false: the slug is taken. */
  async insert(project: ProjectRecord): Promise<boolean> {
    const { count } = await db.project.createMany({ data: [project], skipDuplicates: true });
    return count === 1;
  },
});
