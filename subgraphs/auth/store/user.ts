import type { Database } from './database';

export interface UserRecord {
  id: string;
  email: string;
  name: string | null;
  passwordHash: string;
  createdAt: Date;
}

export const userStore = (db: Database) => ({
  byIds: (ids: readonly string[]): Promise<UserRecord[]> => db.user.findMany({ where: { id: { in: [...ids] } } }),

  byEmail: (email: string): Promise<UserRecord | null> => db.user.findUnique({ where: { email } }),

  /** false: the e-mail is taken. */
  async insert(user: UserRecord): Promise<boolean> {
    const { count } = await db.user.createMany({ data: [user], skipDuplicates: true });
    return count === 1;
  },
});
