import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readGatewayConfig } from '../../gateway/config';
import { readAuthConfig } from '../../subgraphs/auth/config';
import { readIacConfig } from '../../subgraphs/iac/config';

const script = resolve('scripts/generate-secrets.sh');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lintel-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => spawnSync('sh', [script, ...args], { cwd: folder, encoding: 'utf8' });
const written = (file = '.env.generated'): Record<string, string> =>
  parseEnv(readFileSync(join(folder, file), 'utf8')) as Record<string, string>;

describe('scripts/generate-secrets.sh', () => {
  it('writes secrets that every process accepts', () => {
    expect(run().status).toBe(0);
    const env: Record<string, string> = { ...written(), DATABASE_URL: 'postgresql://lintel@localhost:5432/postgres' };
    expect(Object.keys(written()).sort()).toEqual([
      'ACCESS_TOKEN_PRIVATE_KEY',
      'CONTEXT_TOKEN_SECRET',
      'POSTGRES_PASSWORD',
      'RABBITMQ_PASSWORD',
      'STATE_ENCRYPTION_KEY',
    ]);
    expect(readGatewayConfig(env).contextTokenSecret).toBe(env['CONTEXT_TOKEN_SECRET']);
    expect(readAuthConfig(env).signingKey).toContain('-----BEGIN PRIVATE KEY-----\n');
    expect(readIacConfig(env).encryptionKeys.map((key) => key.length)).toEqual([32]);
  });

  it('writes passwords that may stand in a URL', () => {
    run();
    const { POSTGRES_PASSWORD: password = '' } = written();
    expect(password).toMatch(/^[A-Za-z0-9_-]{40,}$/);
    expect(new URL(`postgresql://lintel:${password}@db:5432/postgres`).password).toBe(password);
  });

  it('makes the file readable by its owner alone, whatever the umask', () => {
    const { status } = spawnSync('sh', ['-c', `umask 000; sh '${script}'`], { cwd: folder });
    expect(status).toBe(0);
    expect(statSync(join(folder, '.env.generated')).mode & 0o777).toBe(0o600);
  });

  it('prints no secret', () => {
    const { stdout, stderr } = run();
    for (const value of Object.values(written())) expect(`${stdout}${stderr}`).not.toContain(value.slice(0, 20));
  });

  it('never overwrites', () => {
    writeFileSync(join(folder, '.env.generated'), 'PRECIOUS=1\n');
    chmodSync(join(folder, '.env.generated'), 0o600);
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toContain('exists already');
    expect(readFileSync(join(folder, '.env.generated'), 'utf8')).toBe('PRECIOUS=1\n');
  });

  it('writes other secrets each time', () => {
    run('one');
    run('two');
    const [one, two] = [written('one'), written('two')];
    expect(Object.keys(one).filter((name) => one[name] === two[name])).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['one', 'two']);
  });
});
