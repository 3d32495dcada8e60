import type { Pool } from 'pg';
import { transactionEvents } from '#platform/subgraph/announce';
import { blueprintUsageStore } from './blueprint-usage';
import { openDatabase, type Database } from './database';
import { deploymentCostStore } from './deployment-cost';
import { environmentCostStore } from './environment-cost';
import { estimateStore } from './estimate';

const nouns = (db: Database) => ({
  estimates: estimateStore(db),
  deploymentCosts: deploymentCostStore(db),
  environmentCosts: environmentCostStore(db),
  usages: blueprintUsageStore(db),
  ...transactionEvents(db),
});

export type StoreTransaction = ReturnType<typeof nouns>;

export interface Store extends StoreTransaction {
  /** All or nothing; what `work` throws rolls back. */
  transaction<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T>;
}

export function createStore(pool: Pool): Store {
  const db = openDatabase(pool);
  return { ...nouns(db), transaction: (work) => db.$transaction((tx) => work(nouns(tx)), { timeout: 20_000 }) };
}
