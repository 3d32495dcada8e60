import type { Database } from './database';

export interface StateLockRecord {
  environmentId: string;
  lockId: string;
  who: string;
  operation: string;
  createdAt: Date;
  deploymentId: string | null;
}

export const stateLockStore = (db: Database) => ({
  byEnvironments: (ids: readonly string[]): Promise<StateLockRecord[]> =>
    db.stateLock.findMany({ where: { environmentId: { in: [...ids] } } }),

  /** false: somebody holds it. */
  async acquire(lock: StateLockRecord): Promise<boolean> {
    const { count } = await db.stateLock.createMany({ data: [lock], skipDuplicates: true });
    return count === 1;
  },

  /** false: the lock is not the one that is held. */
  async release(environmentId: string, lockId: string): Promise<boolean> {
    const { count } = await db.stateLock.deleteMany({ where: { environmentId, lockId } });
    return count === 1;
  },
});
