import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../platform/database/embedded';
import { silentLogger } from '../../platform/database/logger';

export interface SharedServer {
  server: EmbeddedPostgres;
  dataDir: string;
}

declare global {
  var lintelTestServer: SharedServer | undefined;
}

/** One PostgreSQL for the whole run, unless LINTEL_TEST_DATABASE_URL names one; the workers inherit the variable. */
export default async function globalSetup(): Promise<void> {
  if (process.env.LINTEL_TEST_DATABASE_URL) return;
  const dataDir = await mkdtemp(path.join(tmpdir(), 'lintel-test-'));
  const server = await startEmbeddedPostgres({ dataDir, durable: false, logger: silentLogger });
  globalThis.lintelTestServer = { server, dataDir };
  process.env.LINTEL_TEST_DATABASE_URL = server.connectionString;
}
