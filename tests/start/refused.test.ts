import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform/database/embedded';
import { silentLogger } from '#platform/database/logger';
import { LintelProcess, temporaryFolder, underLoad } from './lintel';

jest.setTimeout(60_000);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => void (folder = await temporaryFolder()));
afterEach(() => folder.remove());

async function refusalOf(options: ConstructorParameters<typeof LintelProcess>[1]) {
  const refused = new LintelProcess(folder.path, options);
  return { ...(await refused.ended), output: refused.output };
}

describe('a start that cannot be', () => {
  it.each([['--proceses'], ['--processes now'], ['subgraph'], ['subgraph nothing'], ['gateway please'], ['--help']])(
    'prints the usage and ends with 2 for: %s',
    async (args) => {
      const { code, output } = await refusalOf({ args: args.split(' ') });
      expect(code).toBe(2);
      expect(output).toContain('Usage:');
      expect(output).toContain('main.js --processes');
    },
  );

  it('lists every fault of every part at once, without values, and touches nothing', async () => {
    const env = {
      LOG_LEVEL: 'x',
      PORT: 'abc',
      DATABASE_URL: 'http://root:hunter2-hunter2@db',
      LIMIT_DEPTH: '0',
      ALLOWED_ORIGINS: '*',
      LOGIN_WINDOW_SECONDS: 'soon',
      RUNNER_CONCURRENCY: '1000',
      GUARDRAIL_ENGINES: '0',
      EVENT_RETENTION_DAYS: '-1',
      CONTEXT_TOKEN_SECRET: 'short-s3cret',
      STATE_ENCRYPTION_KEY: 'n0-key',
      ACCESS_TOKEN_PRIVATE_KEY: 'n0-pem',
    };
    const { code, ms, output } = await refusalOf({ env });
    expect(code).toBe(1);
    expect(ms).toBeLessThan(underLoad(2_000));
    for (const variable of Object.keys(env)) expect(output).toMatch(new RegExp(`^  ${variable}: `, 'm'));
    for (const value of ['hunter2', 's3cret', 'n0-key', 'n0-pem']) expect(output).not.toContain(value);
    expect(existsSync(path.join(folder.path, 'secrets.json'))).toBe(false);
  });

  it('names the port that is taken, and what to do', async () => {
    const squatter = createServer().listen(0, '0.0.0.0');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const { port } = squatter.address() as AddressInfo;
    const { code, ms, output } = await refusalOf({ env: { PORT: String(port) } });
    squatter.close();
    expect(code).toBe(1);
    expect(ms).toBeLessThan(underLoad(3_000));
    expect(output.trim()).toBe(`Lintel could not start: Port ${port} is in use. Stop what listens there, or set PORT to another one.`);
  });

  it('says that the database server cannot be reached, without its password', async () => {
    const env = { DATABASE_URL: 'postgresql://lintel:s3cret-word@127.0.0.1:1/postgres' };
    const { code, output } = await refusalOf({ env });
    expect(code).toBe(1);
    expect(output).toContain('Lintel could not start');
    expect(output).not.toContain('s3cret-word');
  });
});

describe('a server with too few connections', () => {
  let server: EmbeddedPostgres;
  let serverFolder: Awaited<ReturnType<typeof temporaryFolder>>;

  beforeAll(async () => {
    serverFolder = await temporaryFolder();
    server = await startEmbeddedPostgres({ dataDir: serverFolder.path, durable: false, maxConnections: 22, logger: silentLogger });
  });
  afterAll(async () => {
    await server.stop();
    await serverFolder.remove();
  });

  it('is refused with the three ways out', async () => {
    const { code, output } = await refusalOf({ env: { DATABASE_URL: server.connectionString } });
    expect(code).toBe(1);
    expect(output).toContain('max_connections 22');
    expect(output).toContain('Lower the pools (DATABASE_POOL_MAX), raise max_connections, or put the databases on several servers.');
    expect(output).not.toContain(new URL(server.connectionString).password);
  });

  it('serves when the pools are lowered to fit', async () => {
    const env = { DATABASE_URL: server.connectionString, DATABASE_POOL_MAX: '1', DATABASE_POOL_MIN: '1' };
    const lintel = new LintelProcess(folder.path, { env });
    expect((await fetch(`${await lintel.ready}/health/live`)).status).toBe(200);
    expect((await lintel.stop()).code).toBe(0);
  });
});
