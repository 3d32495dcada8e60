import type { Pool } from 'pg';
import { createIdempotency } from '#platform/idempotency';
import { transactionEvents } from '#platform/subgraph/announce';
import { blueprintStore } from './blueprint';
import { openDatabase, type Database } from './database';
import { projectStore } from './project';
import { revisionStore } from './revision';

const nouns = (db: Database) => ({
  projects: projectStore(db),
  blueprints: blueprintStore(db),
  revisions: revisionStore(db),
  idempotency: createIdempotency((strings, ...values) => db.$queryRaw(strings, ...values)),
  ...transactionEvents(db),
});

export type StoreTransaction = ReturnType<typeof nouns>;

export interface Store extends StoreTransaction {
  /** All or nothing; what `work` throws rolls back. */
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>;
}

export function createStore(pool: Pool): Store {
  const db = openDatabase(pool);
  return { ...nouns(db), transaction: (work) => db.$transaction((tx) => work(nouns(tx)), { timeout: 20_000, maxWait: 10_000 }) };
}
