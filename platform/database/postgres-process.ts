import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { pause } from './backoff';
import { isAlive } from './folder-lock';
import type { Logger } from './logger';
import type { Launch } from './postgres-account';

const POLL_MS = 10;

/** Only what the programs need: our own environment holds secrets and could redirect them (PGDATA, PGOPTIONS, LC_*). */
export const postgresEnvironment = (libraryPath: string[]): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  LC_ALL: 'C',
  TZ: 'UTC',
  LD_LIBRARY_PATH: libraryPath.join(':'),
  DYLD_LIBRARY_PATH: libraryPath.join(':'),
});

/** Runs a program to its end. Throws with what it printed when it fails. */
export async function runToEnd(launch: Launch, env: NodeJS.ProcessEnv, cwd: string): Promise<void> {
  const { command, args, uid, gid } = launch;
  const child = spawn(command, args, { uid, gid, env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-4_000));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (code !== 0) throw new Error(`${path.basename(command)} failed (${signal ?? `exit code ${code}`}): ${output.trim()}`);
}

/**
 * Starts the server with its messages going to a file (a pipe would break it when we die) and waits until it accepts
 * connections. Throws with the last lines of its messages when it ends before that.
 */
export async function startServer(
  launch: Launch,
  options: { cluster: string; logFile: string; env: NodeJS.ProcessEnv; timeoutMs: number },
): Promise<ChildProcess> {
  const output = await open(options.logFile, 'w', 0o600);
  try {
    const { command, args, uid, gid } = launch;
    // A group of its own: Ctrl-C in the terminal reaches us alone, and we stop the server after the requests are drained.
    const child = spawn(command, args, {
      uid,
      gid,
      env: options.env,
      cwd: options.cluster,
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    const failed = new Promise<never>((_, reject) => child.once('error', reject));
    failed.catch(() => undefined);
    await Promise.race([failed, untilReady(child, options)]);
    child.unref();
    return child;
  } finally {
    await output.close();
  }
}

async function untilReady(
  child: ChildProcess,
  { cluster, logFile, timeoutMs }: { cluster: string; logFile: string; timeoutMs: number },
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`PostgreSQL did not start: ${await lastLines(logFile)}`);
    const status = readPidFile(cluster);
    if (status?.pid === child.pid && status?.ready) return;
    if (performance.now() > deadline) {
      child.kill('SIGQUIT');
      throw new Error(`PostgreSQL was not ready within ${timeoutMs / 1000} s: ${await lastLines(logFile)}`);
    }
    await pause(POLL_MS);
  }
}

async function lastLines(logFile: string): Promise<string> {
  return (await readFile(logFile, 'utf8')).trim().split('\n').slice(-5).join(' | ');
}

/** postmaster.pid: the pid on line 1, the state on line 8. Undefined while there is none. */
export function readPidFile(cluster: string): { pid: number; ready: boolean } | undefined {
  try {
    const lines = readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Fast shutdown (sessions are cut, data is flushed), and harder means when it does not end: recovery then runs at the next start. */
export async function endServer(pid: number, logger: Logger, fastMs = 6_000): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', fastMs],
    ['SIGQUIT', 2_000],
    ['SIGKILL', 2_000],
  ] as const) {
    if (!isAlive(pid)) return;
    if (signal !== 'SIGINT') logger.warn({ pid, signal }, 'PostgreSQL is slow to stop');
    process.kill(pid, signal);
    const deadline = performance.now() + patienceMs;
    while (isServerAlive(pid) && performance.now() < deadline) await pause(POLL_MS);
    if (!isServerAlive(pid)) return;
  }
  throw new Error(`PostgreSQL (process ${pid}) does not end.`);
}

/** A zombie counts as ended: its parent has only not looked yet. */
function isServerAlive(pid: number): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Clears the way after our predecessor was killed: ends the server it left behind on this cluster, or removes a pid
 * file whose pid now belongs to a stranger (PostgreSQL would refuse to start).
 */
export async function endOrphan(cluster: string, logger: Logger): Promise<void> {
  const left = readPidFile(cluster);
  if (!left || !Number.isInteger(left.pid) || left.pid <= 0) return;
  if (isServerAlive(left.pid) && runsOn(left.pid, cluster)) {
    logger.warn({ pid: left.pid }, 'ending the PostgreSQL that an earlier process left behind');
    await endServer(left.pid, logger);
    return;
  }
  await rm(path.join(cluster, 'postmaster.pid'), { force: true });
}

function runsOn(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES') return false;
    throw error;
  }
}
