import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface BenchedLintel {
  url: string;
  pid: number;
  /** From the launch to the message that it serves. */
  readyMs: number;
  stop(): Promise<void>;
}

/** dist/main.js as an operator starts it, on the embedded PostgreSQL of the folder and a free port. */
export async function startLintel(dataFolder: string, args: string[] = [], env: Record<string, string> = {}): Promise<BenchedLintel> {
  const at = performance.now();
  const child = spawn(process.execPath, ['dist/main.js', ...args], {
    env: { PATH: process.env['PATH'], LINTEL_DATA: dataFolder, PORT: '0', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const [{ ready }] = (await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`Lintel ended with ${String(code)}`))),
  ])) as [{ ready: string }];
  const readyMs = performance.now() - at;
  return {
    url: ready,
    pid: child.pid!,
    readyMs,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Runs with a folder that is removed afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lintel-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
