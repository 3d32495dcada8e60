import type { Database } from './database';

export interface SessionRecord {
  id: string;
  userId: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  userAgent: string | null;
  ip: string | null;
}

export const sessionStore = (db: Database) => ({
  byId: (id: string): Promise<SessionRecord | null> => db.session.findUnique({ where: { id } }),

  liveOfUser: (userId: string, now: Date): Promise<SessionRecord[]> =>
    db.session.findMany({ where: { userId, revokedAt: null, expiresAt: { gt: now } }, orderBy: { id: 'desc' }, take: 100 }),

  async insert(session: SessionRecord, refreshHash: string): Promise<void> {
    await db.session.create({ data: { ...session, refreshTokens: { create: { hash: refreshHash, createdAt: session.createdAt } } } });
  },

  async byRefreshHash(hash: string): Promise<{ session: SessionRecord; rotatedAt: Date | null } | null> {
    const row = await db.refreshToken.findUnique({ where: { hash }, include: { session: true } });
    return row && { session: row.session, rotatedAt: row.rotatedAt };
  },

  /** Exactly one of several callers gets true: the token is used up by it. */
  async rotate(hash: string, next: { hash: string; at: Date; expiresAt: Date; sessionId: string }): Promise<boolean> {
    const { count } = await db.refreshToken.updateMany({ where: { hash, rotatedAt: null }, data: { rotatedAt: next.at } });
    if (count !== 1) return false;
    await db.refreshToken.create({ data: { hash: next.hash, sessionId: next.sessionId, createdAt: next.at } });
    await db.session.update({ where: { id: next.sessionId }, data: { lastUsedAt: next.at, expiresAt: next.expiresAt } });
    return true;
  },

  /** How many sessions this ended. */
  async revoke(which: { id: string } | { userId: string }, at: Date): Promise<number> {
    const { count } = await db.session.updateMany({ where: { ...which, revokedAt: null }, data: { revokedAt: at } });
    return count;
  },
});
