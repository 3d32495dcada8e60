/**
 * Bundles client/console into dist/console: index.html, and hashed files in assets/ that can be cached for ever.
 * Nothing is loaded from elsewhere, and nothing is inline, so that a strict Content-Security-Policy holds.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Metafile } from 'esbuild';

const source = 'client/console';
const target = 'dist/console';

async function bundle(): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [`${source}/main.tsx`, `${source}/styles/console.css`, `${source}/icon.svg`],
    outdir: join(target, 'assets'),
    entryNames: '[name]-[hash]',
    loader: { '.svg': 'copy' },
    bundle: true,
    minify: true,
    sourcemap: 'linked',
    format: 'esm',
    jsx: 'automatic',
    target: ['chrome111', 'firefox116', 'safari17'],
    define: { 'process.env.NODE_ENV': '"production"' },
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}

function addressOf(metafile: Metafile, entryPoint: string): string {
  const found = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === `${source}/${entryPoint}`);
  if (!found) throw new Error(`esbuild wrote no output for ${entryPoint}`);
  return `/assets/${basename(found[0])}`;
}

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const metafile = await bundle();
const page = await readFile(`${source}/index.html`, 'utf8');
const addresses: Record<string, string> = {
  '%SCRIPT%': addressOf(metafile, 'main.tsx'),
  '%STYLE%': addressOf(metafile, 'styles/console.css'),
  '%ICON%': addressOf(metafile, 'icon.svg'),
};
await writeFile(
  `${target}/index.html`,
  page.replace(/%[A-Z]+%/g, (name) => addresses[name] ?? name),
);
for (const [path, output] of Object.entries(metafile.outputs))
  if (!path.endsWith('.map')) console.log(`${path}  ${(output.bytes / 1024).toFixed(1)} kB`);
