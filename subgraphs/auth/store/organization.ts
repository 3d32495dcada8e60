import type { Database } from './database';

export interface OrganizationRecord {
  id: string;
  slug: string;
  name: string;
  createdAt: Date;
}

export const organizationStore = (db: Database) => ({
  byIds: (ids: readonly string[]): Promise<OrganizationRecord[]> => db.organization.findMany({ where: { id: { in: [...ids] } } }),

  bySlug: (slug: string): Promise<OrganizationRecord | null> => db.organization.findUnique({ where: { slug } }),

  /** Slugs that start with the given one: what a free one must avoid. */
  async slugsLike(slug: string): Promise<string[]> {
    const rows = await db.organization.findMany({ where: { slug: { startsWith: slug } }, select: { slug: true } });
    return rows.map((row) => row.slug);
  },

  /** false: the slug is taken. */
  async insert(organization: OrganizationRecord): Promise<boolean> {
    const { count } = await db.organization.createMany({ data: [organization], skipDuplicates: true });
    return count === 1;
  },
});
