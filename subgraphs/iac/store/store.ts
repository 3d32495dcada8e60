import type { Pool } from 'pg';
import { createIdempotency } from '#platform/idempotency';
import { enqueueJob } from '#platform/jobs/queue';
import type { NewJob } from '#platform/jobs/job';
import { prismaTransaction } from '#platform/database/sql-transaction';
import type { Sealing } from '#platform/sealing';
import { transactionEvents } from '#platform/subgraph/announce';
import { openDatabase, type Database } from './database';
import { deploymentStore } from './deployment';
import { environmentStore } from './environment';
import { logLineStore } from './log-line';
import { simulatedObjectStore } from './simulated-object';
import { stateStore } from './state';
import { stateLockStore } from './state-lock';
import { transitionStore } from './transition';

/** NOTIFY channel; the payload is the run's id. */
export const RUN_CHANNEL = 'deployment_run';

const nouns = (db: Database, sealing: Sealing) => ({
  environments: environmentStore(db, sealing),
  deployments: deploymentStore(db, sealing),
  transitions: transitionStore(db),
  logLines: logLineStore(db),
  states: stateStore(db, sealing),
  stateLocks: stateLockStore(db),
  simulatedObjects: simulatedObjectStore(db, sealing),
  idempotency: createIdempotency((strings, ...values) => db.$queryRaw(strings, ...values)),
  enqueue: (job: NewJob): Promise<string> => enqueueJob(prismaTransaction(db), job),
  /** Tells the runner that applies the run that something about it has changed, once the transaction commits. */
  async wakeRunner(deploymentId: string): Promise<void> {
    await db.$queryRaw`SELECT pg_notify(${RUN_CHANNEL}, ${deploymentId})::text`;
  },
  ...transactionEvents(db),
});

export type StoreTransaction = ReturnType<typeof nouns>;

export interface Store extends StoreTransaction {
  /** All or nothing; what `work` throws rolls back. */
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>;
}

export function createStore(pool: Pool, sealing: Sealing): Store {
  const db = openDatabase(pool);
  return {
    ...nouns(db, sealing),
    transaction: (work) => db.$transaction((tx) => work(nouns(tx, sealing)), { timeout: 20_000, maxWait: 10_000 }),
  };
}
