// Compresses a freshly built rego.wasm and records both hashes. usage: node pack.mjs PATH/rego.wasm
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const here = (name) => new URL(name, import.meta.url);

const source = process.argv[2];
if (source === undefined) throw new Error('usage: node pack.mjs PATH/rego.wasm');
const raw = readFileSync(source);
const packed = brotliCompressSync(raw, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
  },
});
writeFileSync(here('rego.wasm.br'), packed);
writeFileSync(here('rego.wasm.sha256'), `${sha256(raw)}  rego.wasm\n${sha256(packed)}  rego.wasm.br\n`);
process.stdout.write(`${raw.length} bytes raw, ${packed.length} bytes packed\n`);
