import type { Role } from '#domain/access/role';
import { pageOf, type Page, type PageRequest } from '#platform/page';
import type { Database } from './database';

export interface MembershipRecord {
  id: string;
  userId: string;
  organizationId: string;
  role: Role;
  createdAt: Date;
}

export const membershipStore = (db: Database) => ({
  ofUsers: (userIds: readonly string[]): Promise<MembershipRecord[]> =>
    db.membership.findMany({ where: { userId: { in: [...userIds] } }, orderBy: { id: 'asc' } }),

  async ofOrganization(organizationId: string, request: PageRequest): Promise<Page<MembershipRecord>> {
    const rows = await db.membership.findMany({
      where: { organizationId, ...(request.after ? { id: { gt: request.after[0]! } } : {}) },
      orderBy: { id: 'asc' },
      take: request.limit + 1,
    });
    return pageOf(rows, request, () => db.membership.count({ where: { organizationId } }));
  },

  async insert(membership: MembershipRecord): Promise<void> {
    await db.membership.create({ data: membership });
  },
});
