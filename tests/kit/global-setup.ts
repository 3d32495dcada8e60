import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../platform/database/embedded';
import { silentLogger } from '../../platform/database/logger';

export interface SharedServer {
  server: EmbeddedPostgres | undefined;
  folder: string;
}

declare global {
  var lintelTestServer: SharedServer | undefined;
}

/** One PostgreSQL for the whole run, unless LINTEL_TEST_DATABASE_URL names one; the workers inherit the variables. */
export default async function globalSetup(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lintel-test-'));
  const server = process.env.LINTEL_TEST_DATABASE_URL
    ? undefined
    : await startEmbeddedPostgres({ dataDir: path.join(folder, 'postgres'), durable: false, maxConnections: 500, logger: silentLogger });
  globalThis.lintelTestServer = { server, folder };
  if (server) process.env.LINTEL_TEST_DATABASE_URL = server.connectionString;
  process.env.LINTEL_TEST_STACK = path.join(folder, 'stack.json');
}
