/** Bundles Lintel's own code into dist/ (packages stay in node_modules): one entry for every process, one for the worker threads. */
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

await rm('dist/server', { recursive: true, force: true });
await build({
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
  logLevel: 'warning',
  alias: {},
});
