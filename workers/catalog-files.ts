import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import type { Catalog } from '#domain/catalog/catalog';
import { type CompactCatalog, createCatalog } from '#domain/catalog/codec';

const DATA_FOLDER = join('domain', 'catalog', 'data');

/**
 * Reads the provider schemas that ship with Lintel (about 0.4 MB on disk) into a catalog. Build it once for a process and pass it on.
 * @param folder folder with aws.json.br, azurerm.json.br and google.json.br; by default `domain/catalog/data` of the
 *   nearest folder above this module, which holds from the sources as well as from a bundle in dist/
 * @throws Error when a file is missing or unreadable
 */
export function loadCatalog(folder: string | URL = findDataFolder()): Catalog {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder;
  const read = (name: string): CompactCatalog =>
    JSON.parse(brotliDecompressSync(readFileSync(join(path, `${name}.json.br`))).toString('utf8'));
  return createCatalog({ aws: read('aws'), azurerm: read('azurerm'), google: read('google') });
}

function findDataFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, DATA_FOLDER);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) throw new Error(`no ${DATA_FOLDER} in any folder above ${start}`);
  }
}
