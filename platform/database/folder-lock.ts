import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { readFileSync, rmSync } from 'node:fs';

/** Another living process holds the folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
  readonly code = 'DATA_FOLDER_IN_USE';

  constructor(
    readonly folder: string,
    readonly holderPid: number,
  ) {
    super(`The data folder ${folder} is in use by process ${holderPid}. Stop that process, or set LINTEL_DATA to another folder.`);
  }
}

/**
 * When the process started, in clock ticks since boot (field 22 of /proc/PID/stat): together with the pid it names a
 * process for good, as pids are reused. Undefined for a process that is gone or a zombie, '' where /proc is missing.
 */
export function processStartTime(pid: number): string | undefined {
  try {
    // The second field is a free text in parentheses that may itself hold blanks and parentheses.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform === 'linux') return undefined;
    return isAlive(pid) ? '' : undefined;
  }
}

/** Whether a process with this pid exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Takes the lock file for this process, replacing one whose holder is dead; resolves to the function that releases it.
 * Throws FolderInUseError while the holder lives, also when that is this very process.
 */
export async function lockFolder(folder: string, lockFile: string): Promise<() => void> {
  const own = `${process.pid} ${processStartTime(process.pid) ?? ''}\n`;
  const draft = `${lockFile}.${randomUUID()}`;
  await writeFile(draft, own, { mode: 0o600 });
  try {
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      if (await linked(draft, lockFile)) return () => rmSync(lockFile, { force: true });
      const content = await readFile(lockFile, 'utf8').catch(ignoreMissing);
      if (content === undefined) continue;
      const holder = livingHolder(content);
      if (holder !== undefined) throw new FolderInUseError(folder, holder);
      await removeStale(lockFile, content);
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new Error(`The lock file ${lockFile} could not be taken: other processes keep replacing it.`);
}

/** A hard link appears whole or not at all, so nobody reads a half-written lock. */
async function linked(draft: string, lockFile: string): Promise<boolean> {
  try {
    await link(draft, lockFile);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function livingHolder(content: string): number | undefined {
  const [pidText, started = ''] = content.trim().split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return processStartTime(pid) === started ? pid : undefined;
}

/** Moves the stale lock aside; if a quicker process had replaced it meanwhile, its lock is put back. */
async function removeStale(lockFile: string, seen: string): Promise<void> {
  const aside = `${lockFile}.${randomUUID()}`;
  try {
    await rename(lockFile, aside);
  } catch (error) {
    ignoreMissing(error);
    return;
  }
  if ((await readFile(aside, 'utf8')) !== seen) await linked(aside, lockFile);
  await rm(aside, { force: true });
}

function ignoreMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  return undefined;
}
