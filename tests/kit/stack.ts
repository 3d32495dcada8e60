import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withClient } from '#platform/database/databases';
import { testServer } from './postgres';

export interface Stack {
  /** Base URL of the gateway. */
  url: string;
  pid: number;
  /** What the processes wrote: JSON lines. */
  log: string;
  dataFolder: string;
  /** Its databases are <prefix>_auth, <prefix>_iac ... on the run's server. */
  databasePrefix: string;
}

export interface OwnStack extends Stack {
  stop(): Promise<void>;
}

const lockNumber = 7_316_402_199;
/** A limit per address would make the tests of one machine stand in each other's way. */
const defaults = {
  LOGIN_FAILURES_PER_ADDRESS: '100000',
  LIMIT_COST_RESTORED_PER_SECOND: '10000000',
  LIMIT_COST_BUCKET: '10000000',
  LOG_LEVEL: 'info',
  DATABASE_POOL_MAX: '5',
};

/**
 * Starts Lintel as `npm start` does, on the run's PostgreSQL with databases of its own and on a free port.
 *
 * @param apart whether every part is a process of its own; LINTEL_TEST_PROCESSES=true makes it so by default
 */
export function startStack(
  env: Record<string, string> = {},
  { apart = process.env.LINTEL_TEST_PROCESSES === 'true' } = {},
): Promise<OwnStack> {
  return launch(apart ? ['--processes'] : [], env);
}

/** One more process of a running Lintel, e.g. ['subgraph', 'monitoring']: on its databases, with its secrets. */
export function startPart(stack: Stack, args: string[], env: Record<string, string> = {}): Promise<OwnStack> {
  const secrets = JSON.parse(readFileSync(path.join(stack.dataFolder, 'secrets.json'), 'utf8')) as Record<string, string>;
  return launch(args, { ...secrets, DATABASE_PREFIX: stack.databasePrefix, [`${args.at(-1)!.toUpperCase()}_PORT`]: '0', ...env });
}

/** Where a subgraph of a running Lintel listens, as its log tells. */
export function partUrl({ log }: Pick<Stack, 'log'>, name: string): string {
  const lines = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"listening"'));
  const entries = lines.map((line) => JSON.parse(line) as { name: string; port: number });
  return `http://127.0.0.1:${entries.find((entry) => entry.name === name)!.port}`;
}

async function launch(args: string[], env: Record<string, string>): Promise<OwnStack> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'lintel-stack-'));
  const log = path.join(dataFolder, 'log');
  const out = openSync(path.join(dataFolder, 'out'), 'w');
  const databasePrefix = env.DATABASE_PREFIX ?? `t${randomBytes(6).toString('hex')}`;
  const child = spawn(process.execPath, ['dist/main.js', ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...defaults,
      DATABASE_URL: testServer(),
      DATABASE_PREFIX: databasePrefix,
      LINTEL_DATA: dataFolder,
      PORT: '0',
      ...env,
    },
    stdio: ['ignore', out, openSync(log, 'w'), 'ipc'],
    detached: true,
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { ready: string }) => resolve(message.ready));
    child.once('exit', (code) =>
      reject(new Error(`Lintel ended with code ${code} before it was ready:\n${readFileSync(log, 'utf8').slice(-4_000)}`)),
    );
  });
  child.disconnect();
  child.unref();
  return {
    url: url.replace('0.0.0.0', '127.0.0.1'),
    pid: child.pid!,
    log,
    dataFolder,
    databasePrefix,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
      }
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/**
 * The Lintel that all files of a run share, each with organisations of its own: started by whichever asks first and
 * stopped when the run ends.
 */
export async function sharedStack(): Promise<Stack> {
  const note = process.env.LINTEL_TEST_STACK;
  if (!note) throw new Error('No shared stack: run wired tests through jest, whose globalSetup prepares one.');
  return withClient(testServer(), async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [lockNumber]);
    const known = readNote(note);
    if (known) return known;
    const { stop: _stop, ...stack } = await startStack();
    writeFileSync(note, JSON.stringify(stack));
    return stack;
  });
}

/** The shared stack of the run, if somebody has asked for it. */
export function readNote(note: string): Stack | null {
  try {
    return JSON.parse(readFileSync(note, 'utf8')) as Stack;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fault;
  }
}
