import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDatabase, createDatabaseFromTemplate, withClient } from '#platform/database/databases';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform/database/embedded';
import { silentLogger } from '#platform/database/logger';

jest.setTimeout(30_000);

let dataDir: string;
const start = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDir, logger: silentLogger });
const notes = (server: EmbeddedPostgres) =>
  withClient(server.connectionString, async (client) =>
    (await client.query('SELECT text FROM note ORDER BY text')).rows.map(({ text }) => text),
  );

beforeAll(async () => void (dataDir = await mkdtemp(path.join(tmpdir(), 'lintel-embedded-'))));
afterAll(() => rm(dataDir, { recursive: true, force: true }));

describe('the embedded PostgreSQL', () => {
  it('keeps its data over a restart and refuses a second start meanwhile', async () => {
    const first = await start();
    await withClient(first.connectionString, (client) => client.query("CREATE TABLE note (text text); INSERT INTO note VALUES ('one')"));
    await expect(start()).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE', holderPid: process.pid });
    await first.stop();
    const second = await start();
    expect(await notes(second)).toEqual(['one']);
    expect(second.timings.initMs).toBe(0);
    await second.stop();
  });

  it('keeps committed data over kill -9 of the server', async () => {
    const killed = await start();
    await withClient(killed.connectionString, (client) => client.query("INSERT INTO note VALUES ('two')"));
    process.kill(await postmasterPid(), 'SIGKILL');
    await killed.stop();
    const recovered = await start();
    expect(await notes(recovered)).toEqual(['one', 'two']);
    await recovered.stop();
  });

  it('ends the server that a killed process left behind, and takes over its stale lock', async () => {
    const orphaned = await start();
    const orphanPid = await postmasterPid();
    await writeFile(path.join(dataDir, 'lock'), '4194304 1\n');
    const next = await start();
    expect(await postmasterPid()).not.toBe(orphanPid);
    expect(await notes(next)).toEqual(['one', 'two']);
    await next.stop();
    await orphaned.stop();
  });

  it('keeps its password to its owner and listens on the loopback only', async () => {
    const server = await start();
    expect((await stat(path.join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
    const wrong = new URL(server.connectionString);
    wrong.password = 'guess';
    await expect(withClient(wrong.toString(), (client) => client.query('SELECT 1'))).rejects.toMatchObject({ code: '28P01' });
    const { rows } = await withClient(server.connectionString, (client) =>
      client.query("SELECT current_setting('listen_addresses') AS addresses, current_setting('fsync') AS fsync"),
    );
    expect(rows).toEqual([{ addresses: '127.0.0.1', fsync: 'on' }]);
    await server.stop();
  });

  it('creates a database once, also when asked at the same time, and copies one from a template', async () => {
    const server = await start();
    const [created] = await Promise.all([1, 2, 3].map(() => createDatabase(server.connectionString, 'lintel_auth')));
    await withClient(created!, (client) => client.query('CREATE TABLE t (n int); INSERT INTO t VALUES (7)'));
    const copy = await createDatabaseFromTemplate(server.connectionString, 'copy', 'lintel_auth');
    expect((await withClient(copy, (client) => client.query('SELECT n FROM t'))).rows).toEqual([{ n: 7 }]);
    await server.stop();
  });
});

async function postmasterPid(): Promise<number> {
  return Number((await readFile(path.join(dataDir, 'cluster/postmaster.pid'), 'utf8')).split('\n')[0]);
}
