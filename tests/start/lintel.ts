import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Since the launch. */
  ms: number;
}

export interface LaunchOptions {
  args?: string[];
  env?: Record<string, string>;
}

/** A data folder that is removed with everything in it. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lintel-start-'));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** A time limit for a machine of one's own, stretched by what else runs on this one. */
export const underLoad = (ms: number): number => ms * Math.max(1, loadavg()[0]! / availableParallelism());

/** One run of dist/main.js as its operator sees it: what it prints, when it is ready, how it ends. */
export class LintelProcess {
  /** Base URL; rejects when the process ends before it serves. */
  readonly ready: Promise<string>;
  readonly ended: Promise<Ended>;
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private readonly launchedAt = performance.now();

  /** On a free port and on the embedded PostgreSQL of the folder, unless the environment says otherwise. */
  constructor(dataFolder: string, { args = [], env = {} }: LaunchOptions = {}) {
    this.child = spawn(process.execPath, ['dist/main.js', ...args], {
      env: { PATH: process.env.PATH, LINTEL_DATA: dataFolder, PORT: '0', DATABASE_POOL_MAX: '5', DATABASE_DURABLE: 'false', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child.stdout!.on('data', (chunk: Buffer) => (this.stdout += chunk.toString('utf8')));
    this.child.stderr!.on('data', (chunk: Buffer) => (this.stderr += chunk.toString('utf8')));
    this.ended = once(this.child, 'close').then(([code, signal]) => ({ code, signal, ms: performance.now() - this.launchedAt }) as Ended);
    this.ready = Promise.race([
      once(this.child, 'message').then(([message]) => (message as { ready: string }).ready),
      this.ended.then(({ code, signal }) => {
        throw new Error(`Lintel ended (${signal ?? `code ${code}`}) before it was ready:\n${this.stderr.slice(-3_000)}`);
      }),
    ]);
    this.ready.catch(() => undefined);
  }

  get pid(): number {
    return this.child.pid!;
  }

  get output(): string {
    return this.stdout + this.stderr;
  }

  /** Whole JSON lines of the log so far. */
  get log(): Record<string, unknown>[] {
    return this.stderr
      .split('\n')
      .slice(0, -1)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** The first line of the log, past or to come, that fits. */
  async logged(fits: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.log.find(fits);
      if (found) return found;
      await Promise.race([once(this.child.stderr!, 'data'), this.ended.then(() => Promise.reject(new Error(`ended:\n${this.stderr}`)))]);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Ends it in order, if it still runs. */
  async stop(): Promise<Ended> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    return this.ended;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
