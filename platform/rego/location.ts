import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where a file of the project lies at run time: looked for upwards from this module, which a bundler may have moved to dist/, then from the
 * working directory.
 * @param relativePath e.g. vendor/opa-wasm/rego.wasm.br
 * @throws when neither way finds it
 */
export function locate(relativePath: string): string {
  const found = [dirname(fileURLToPath(import.meta.url)), process.cwd()]
    .map((start) => upwards(start, relativePath))
    .find((path) => path !== null);
  if (found === undefined || found === null)
    throw new Error(`${relativePath} was found neither beside the program nor in the working directory`);
  return found;
}

function upwards(folder: string, relativePath: string): string | null {
  const candidate = join(folder, relativePath);
  if (existsSync(candidate)) return candidate;
  const parent = dirname(folder);
  return parent === folder ? null : upwards(parent, relativePath);
}
