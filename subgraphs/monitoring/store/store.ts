import type { Pool } from 'pg';
import { prismaTransaction } from '#platform/database/sql-transaction';
import { createIdempotency } from '#platform/idempotency';
import type { NewJob } from '#platform/jobs/job';
import { enqueueJob } from '#platform/jobs/queue';
import { transactionEvents } from '#platform/subgraph/announce';
import { alertStore } from './alert';
import { openDatabase, type Database } from './database';
import { inboxStore } from './inbox';
import { logStore } from './log';
import { monitorStore } from './monitor';
import { serverStore } from './server';

const nouns = (db: Database) => ({
  log: logStore(db),
  inbox: inboxStore(db),
  monitors: monitorStore(db),
  alerts: alertStore(db),
  server: serverStore(db),
  idempotency: createIdempotency((strings, ...values) => db.$queryRaw(strings, ...values)),
  enqueue: (job: NewJob): Promise<string> => enqueueJob(prismaTransaction(db), job),
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
