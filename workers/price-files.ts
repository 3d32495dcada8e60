import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { type CompactPriceTable, createPriceTable, type PriceTable } from '#domain/pricing/price-table';

const PRICE_FILE = join('domain', 'pricing', 'data', 'prices.json.br');

/**
 * Reads the list prices that ship with Lintel (about 0.5 MB on disk) into a table. Build it once for a process and pass it on.
 * @param file the price file; by default `domain/pricing/data/prices.json.br` of the nearest folder above this module,
 *   which holds from the sources as well as from a bundle in dist/
 * @throws Error when the file is missing, unreadable or of another version
 */
export function loadPriceTable(file: string | URL = findPriceFile()): PriceTable {
  const compact = JSON.parse(brotliDecompressSync(readFileSync(file)).toString('utf8')) as CompactPriceTable;
  if (compact.version !== 1) throw new Error(`price file ${String(file)} has version ${String(compact.version)}, expected 1`);
  return createPriceTable(compact);
}

function findPriceFile(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, PRICE_FILE);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) throw new Error(`no ${PRICE_FILE} in any folder above ${start}`);
  }
}
