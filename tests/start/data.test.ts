import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { TestClient } from '#kit/client';
import { Owner, PASSWORD } from '#kit/seed';
import { LintelProcess, temporaryFolder, underLoad } from './lintel';

jest.setTimeout(60_000);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let lintel: LintelProcess;
let owner: Owner;
const start = (): Promise<string> => (lintel = new LintelProcess(folder.path)).ready;
const logIn = async (url: string): Promise<number> =>
  (await new TestClient(url).rest('POST', '/api/auth/login', { email: owner.email, password: PASSWORD })).status;

beforeAll(async () => void (folder = await temporaryFolder()));
afterEach(() => lintel.stop());
afterAll(() => folder.remove());

describe('a data folder', () => {
  it('is made by the first start, for its owner only, and nothing secret is printed', async () => {
    owner = await Owner.signUp(await start());
    const mode = async (name: string): Promise<string> => ((await stat(path.join(folder.path, name))).mode & 0o777).toString(8);
    expect([await mode('.'), await mode('secrets.json'), await mode('postgres/password')]).toEqual(['700', '600', '600']);
    const secrets = Object.values(JSON.parse(await readFile(path.join(folder.path, 'secrets.json'), 'utf8')) as Record<string, string>);
    const password = (await readFile(path.join(folder.path, 'postgres/password'), 'utf8')).trim();
    await lintel.stop();
    expect(secrets).toHaveLength(3);
    for (const secret of [...secrets, password, owner.refreshToken, PASSWORD]) expect(lintel.output).not.toContain(secret);
    expect(lintel.output).not.toContain('PRIVATE KEY');
  });

  it('keeps accounts, sessions and secrets over a restart', async () => {
    const before = await readFile(path.join(folder.path, 'secrets.json'), 'utf8');
    const url = await start();
    expect(await logIn(url)).toBe(200);
    expect(await new TestClient(url, owner.client.token).ask('{ me { email } }')).toEqual({ me: { email: owner.email } });
    expect(await readFile(path.join(folder.path, 'secrets.json'), 'utf8')).toBe(before);
  });

  it('keeps them over kill -9 of the whole process, whose PostgreSQL is ended by the next start', async () => {
    const second = await Owner.signUp(await start());
    await lintel.kill();
    const url = await start();
    owner = second;
    expect(await logIn(url)).toBe(200);
    expect((await lintel.stop()).code).toBe(0);
    expect(await readdir(folder.path)).not.toContain('lock');
  });

  it('is refused to a second start while the first goes on', async () => {
    const url = await start();
    const second = new LintelProcess(folder.path);
    const { code, ms } = await second.ended;
    expect(code).toBe(1);
    expect(ms).toBeLessThan(underLoad(3_000));
    expect(second.output).toContain(`is in use by process ${lintel.pid}`);
    expect(second.output).toContain('LINTEL_DATA');
    expect(await logIn(url)).toBe(200);
  });
});
