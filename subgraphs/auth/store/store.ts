import type { Pool } from 'pg';
import { openDatabase, type Database } from './database';
import { loginFailureStore } from './login-failure';
import { membershipStore } from './membership';
import { organizationStore } from './organization';
import { sessionStore } from './session';
import { userStore } from './user';

const nouns = (db: Database) => ({
  users: userStore(db),
  organizations: organizationStore(db),
  memberships: membershipStore(db),
  sessions: sessionStore(db),
  loginFailures: loginFailureStore(db),
});

export type StoreTransaction = ReturnType<typeof nouns>;

export interface Store extends StoreTransaction {
  /** All or nothing; what `work` throws rolls back. */
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>;
}

export function createStore(pool: Pool): Store {
  const db = openDatabase(pool);
  return { ...nouns(db), transaction: (work) => db.$transaction((tx) => work(nouns(tx))) };
}
