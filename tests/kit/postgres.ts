import { randomUUID } from 'node:crypto';
import { createDatabase, dropDatabase } from '#platform/database/databases';

export interface TestDatabase {
  connectionString: string;
  drop(): Promise<void>;
}

/** The server of this run (see global-setup.ts). */
export function testServer(): string {
  const connectionString = process.env.LINTEL_TEST_DATABASE_URL;
  if (!connectionString) throw new Error('No PostgreSQL for wired tests: run them through jest, whose globalSetup starts one.');
  return connectionString;
}

/** A fresh, empty database on the run's server; call it once per test file. */
export async function testDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  return { connectionString: await createDatabase(testServer(), name), drop: () => dropDatabase(testServer(), name) };
}
