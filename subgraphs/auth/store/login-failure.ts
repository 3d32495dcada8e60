import type { Database } from './database';

export const loginFailureStore = (db: Database) => ({
  /** Times of the failures since `since`, oldest first. */
  async since(which: { account: string } | { ip: string }, since: Date): Promise<Date[]> {
    const rows = await db.loginFailure.findMany({
      where: { ...which, at: { gt: since } },
      orderBy: { at: 'asc' },
      select: { at: true },
      take: 1_000,
    });
    return rows.map((row) => row.at);
  },

  async insert(failure: { id: string; account: string; ip: string | null; at: Date }): Promise<void> {
    await db.loginFailure.create({ data: failure });
  },

  async forget(account: string): Promise<void> {
    await db.loginFailure.deleteMany({ where: { account } });
  },
});
