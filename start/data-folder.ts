import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { lockFolder } from '#platform/database/folder-lock';
import type { Running } from '#platform/lifecycle';

/**
 * Takes the folder that holds the secrets and the embedded database: only for its owner (mode 700), and for one Lintel at
 * a time. A lock that a killed process left behind is taken over.
 *
 * @throws FolderInUseError while another process has it
 */
export async function openDataFolder(folder: string): Promise<Running> {
  const path = resolve(folder);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  const unlock = await lockFolder(path, join(path, 'lock'));
  return { stop: async () => unlock() };
}
