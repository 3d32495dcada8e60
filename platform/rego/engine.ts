import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

const decompress = promisify(brotliDecompress);
const MEMORY_SECTION = 5;
const HEADER_BYTES = 8;

/** Raw modules by path: decompressing takes most of the start, and a process may start several pools. */
const rawModules = new Map<string, Promise<Buffer>>();

/**
 * Reads the engine, sets its memory ceiling and compiles it. The compiled module can be handed to any number of worker threads.
 * @param path a .wasm file, or a .wasm.br file (brotli)
 * @param memoryPages the most memory an instance may grow to, in pages of 64 KiB
 * @throws when the file is missing or is no WebAssembly module with one memory of its own
 */
export async function compileEngine(path: string, memoryPages: number): Promise<WebAssembly.Module> {
  const raw = rawModules.get(path) ?? readModule(path);
  rawModules.set(path, raw);
  try {
    return await WebAssembly.compile(new Uint8Array(limitMemory(await raw, memoryPages)));
  } catch (error) {
    rawModules.delete(path);
    throw error;
  }
}

async function readModule(path: string): Promise<Buffer> {
  const bytes = await readFile(path);
  return path.endsWith('.br') ? decompress(bytes) : bytes;
}

/**
 * Gives the module's own memory an upper limit: Go emits a minimum only, so growth would stop at 4 GiB.
 * @param bytes a WebAssembly module
 * @param maxPages pages of 64 KiB; never less than the module's own minimum
 */
export function limitMemory(bytes: Buffer, maxPages: number): Buffer {
  let at = HEADER_BYTES;
  while (at < bytes.length) {
    const [length, body] = readUnsigned(bytes, at + 1);
    if (bytes[at] === MEMORY_SECTION) {
      const [count, limits] = readUnsigned(bytes, body);
      const hasMaximum = bytes[limits];
      if (count !== 1 || (hasMaximum !== 0 && hasMaximum !== 1)) throw new Error('the engine must have exactly one ordinary memory');
      const [minimum] = readUnsigned(bytes, limits + 1);
      const section = [1, 1, ...writeUnsigned(minimum), ...writeUnsigned(Math.max(minimum, maxPages))];
      const patched = Buffer.from([MEMORY_SECTION, ...writeUnsigned(section.length), ...section]);
      return Buffer.concat([bytes.subarray(0, at), patched, bytes.subarray(body + length)]);
    }
    at = body + length;
  }
  throw new Error('the engine has no memory of its own');
}

/** LEB128, as the WebAssembly binary format writes every unsigned number: the value and where the next byte lies. */
function readUnsigned(bytes: Buffer, start: number): [value: number, next: number] {
  let value = 0;
  let at = start;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[at++];
    if (byte === undefined) break;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
  throw new Error('the engine is no WebAssembly module');
}

function writeUnsigned(value: number): number[] {
  const rest = Math.floor(value / 128);
  return rest === 0 ? [value] : [(value % 128) | 128, ...writeUnsigned(rest)];
}
