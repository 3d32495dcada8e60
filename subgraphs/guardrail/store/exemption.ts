import type { ExemptionGrant } from '#domain/policy/verdict';
import { pageOf, type Page, type PageRequest } from '#platform/page';
import type { Database } from './database';

export interface ExemptionRecord extends ExemptionGrant {
  organizationId: string;
  reason: string;
  grantedById: string;
  grantedAt: Date;
  revokedById: string | null;
}

export const exemptionStore = (db: Database) => ({
  byIds: (ids: readonly string[]): Promise<ExemptionRecord[]> => db.exemption.findMany({ where: { id: { in: [...ids] } } }),

  /** Those that hold at a time. */
  activeOf: (organizationIds: readonly string[], at: Date): Promise<ExemptionRecord[]> =>
    db.exemption.findMany({
      where: { organizationId: { in: [...organizationIds] }, revokedAt: null, expiresAt: { gt: at } },
      orderBy: { id: 'asc' },
    }),

  /** Newest first; expired and revoked ones included. */
  async ofOrganization(organizationId: string, request: PageRequest): Promise<Page<ExemptionRecord>> {
    const rows = await db.exemption.findMany({
      where: { organizationId, ...(request.after ? { id: { lt: request.after[0]! } } : {}) },
      orderBy: { id: 'desc' },
      take: request.limit + 1,
    });
    return pageOf(rows, request, () => db.exemption.count({ where: { organizationId } }));
  },

  async insert(exemption: ExemptionRecord): Promise<void> {
    await db.exemption.create({ data: exemption });
  },

  /** false: it was revoked before. */
  async revoke(id: string, revokedAt: Date, revokedById: string | null): Promise<boolean> {
    const { count } = await db.exemption.updateMany({ where: { id, revokedAt: null }, data: { revokedAt, revokedById } });
    return count === 1;
  },
});
