/** Bundles Lintel's own code into dist/ (packages stay in node_modules): one entry for every process, one for the worker threads. */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const chunks = 'dist/server';
const staleAfterMs = 3_600_000;

const { metafile } = await build({
  entryPoints: { main: 'start/main.ts', 'domain-worker': 'workers/domain-worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  sourcemap: true,
  chunkNames: 'server/[name]-[hash]',
  metafile: true,
  logLevel: 'warning',
});

// Chunks of earlier builds stay for a while: a Lintel that runs may still load them.
if (existsSync(chunks))
  for (const name of readdirSync(chunks)) {
    const path = join(chunks, name);
    if (!(path in metafile.outputs) && Date.now() - statSync(path).mtimeMs > staleAfterMs) rmSync(path);
  }
