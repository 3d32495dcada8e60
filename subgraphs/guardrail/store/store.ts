import type { Pool } from 'pg';
import { transactionEvents } from '#platform/subgraph/announce';
import { openDatabase, type Database } from './database';
import { enforcementSettingStore } from './enforcement-setting';
import { evaluationStore } from './evaluation';
import { exemptionStore } from './exemption';
import { findingStore } from './finding';
import { overrideStore } from './override';

const nouns = (db: Database) => ({
  evaluations: evaluationStore(db),
  findings: findingStore(db),
  settings: enforcementSettingStore(db),
  exemptions: exemptionStore(db),
  overrides: overrideStore(db),
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
