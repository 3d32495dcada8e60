import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds schema/, prisma/ and vendor/: found upwards from this file, which may be source or bundle. */
function findRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'schema', 'supergraph.graphql'))) return folder;
    if (folder === dirname(folder))
      throw new Error('The folder with schema/supergraph.graphql was not found: run Lintel from a checkout or its image.');
  }
}

const root = findRoot();

/** Absolute path of something that ships with the project, e.g. projectPath('schema', 'auth.graphql'). */
export const projectPath = (...parts: string[]): string => join(root, ...parts);
