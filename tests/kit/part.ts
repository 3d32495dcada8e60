import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { signContextToken } from '#platform/context-token';
import { anonymous, type Viewer } from '#domain/access/can';
import { databaseUrl } from '#platform/database/databases';
import { newId } from '#platform/identifier';
import { subgraphNames, type SubgraphName } from '#platform/subgraph/config';
import { testServer } from './postgres';

/** One part of Lintel as a process of its own, as containers run it. */
export interface Part {
  url: string;
  /** What it wrote so far: JSON lines. */
  log(): string;
  /** SIGTERM now; resolves with the exit code. */
  terminate(): Promise<number | null>;
}

/** The variables that parts of one Lintel share. */
export type PartEnvironment = Record<string, string> & { CONTEXT_TOKEN_SECRET: string; DATABASE_PREFIX: string };

export function partEnvironment(server = testServer()): PartEnvironment {
  const privateKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    DATABASE_URL: server,
    DATABASE_PREFIX: `p${randomBytes(6).toString('hex')}`,
    DATABASE_POOL_MAX: '4',
    CONTEXT_TOKEN_SECRET: randomBytes(48).toString('base64url'),
    ACCESS_TOKEN_PRIVATE_KEY: String(privateKey),
    STATE_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    WORKER_THREADS: '1',
    LOGIN_FAILURES_PER_ADDRESS: '100000',
    ...Object.fromEntries(subgraphNames.map((name) => [`${name.toUpperCase()}_PORT`, '0'])),
  };
}

/** @param args of main.js, e.g. subgraph cost */
export async function startPart(args: string[], env: Record<string, string>): Promise<Part> {
  const child = spawn(process.execPath, ['dist/main.js', ...args], { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const lines: string[] = [];
  child.stderr!.setEncoding('utf8').on('data', (text: string) => lines.push(text));
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const url = await Promise.race([
    once(child, 'message').then(([message]) => (message as { ready: string }).ready),
    ended.then(([code]) => Promise.reject(new Error(`${args.join(' ')} ended with code ${code}:\n${lines.join('').slice(-3_000)}`))),
  ]);
  return {
    url: url.replace('0.0.0.0', '127.0.0.1'),
    log: () => lines.join(''),
    async terminate() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      return (await ended)[0];
    },
  };
}

/** URL of a subgraph's own database. */
export const partDatabase = (env: PartEnvironment, name: SubgraphName): string =>
  databaseUrl(env['DATABASE_URL']!, `${env.DATABASE_PREFIX}_${name}`);

/** A person with these memberships, as the gateway would describe them. */
export const memberOf = (...organizationIds: string[]): Viewer => ({
  ...anonymous,
  kind: 'user',
  userId: newId(),
  sessionId: newId(),
  memberships: organizationIds.map((organizationId) => ({ organizationId, role: 'OWNER', scopes: [] })),
});

/** A context token as the gateway signs it. */
export const contextToken = (secret: string, audience: string, viewer: Viewer = anonymous, lifetimeSeconds = 60): string =>
  signContextToken({ secret, issuer: 'gateway', audience, viewer, requestId: `request-${audience}`, lifetimeSeconds });
