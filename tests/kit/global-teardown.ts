import { rm } from 'node:fs/promises';
import path from 'node:path';
import './global-setup';
import { readFileSync } from 'node:fs';

/** Ends the shared Lintel, if a test has started it, then the database. */
export default async function globalTeardown(): Promise<void> {
  const shared = globalThis.lintelTestServer;
  if (!shared) return;
  const stack = readStack(path.join(shared.folder, 'stack.json'));
  if (stack) {
    end(stack.pid);
    await rm(stack.dataFolder, { recursive: true, force: true });
  }
  await shared.server?.stop();
  await rm(shared.folder, { recursive: true, force: true });
}

function readStack(file: string): { pid: number; dataFolder: string } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { pid: number; dataFolder: string };
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fault;
  }
}

/** The stack leads a process group of its own: its parts go with it. */
function end(pid: number): void {
  try {
    process.kill(-pid, 'SIGTERM');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'ESRCH') throw fault;
  }
}
