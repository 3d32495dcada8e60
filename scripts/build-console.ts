/**
 * Bundles the pages of client/ into dist/console: an index.html each, and hashed files in assets/ that can be cached for
 * ever. Nothing is loaded from elsewhere, and no script is inline, so that a strict Content-Security-Policy holds.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Metafile } from 'esbuild';

interface Page {
  source: string;
  target: string;
  /** Path of its assets on the server. */
  assets: string;
  style: string;
}

const icon = 'client/console/icon.svg';
const pages: readonly Page[] = [
  { source: 'client/console', target: 'dist/console', assets: '/assets', style: 'client/console/styles/console.css' },
  { source: 'client/graphiql', target: 'dist/console/graphiql', assets: '/graphiql/assets', style: 'client/graphiql/graphiql.css' },
];

async function bundle({ source, target, style }: Page): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [`${source}/main.tsx`, style, icon],
    outdir: join(target, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.svg': 'copy', '.woff2': 'file' },
    bundle: true,
    splitting: true,
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

function addressOf(page: Page, metafile: Metafile, entryPoint: string): string {
  const found = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === entryPoint);
  if (!found) throw new Error(`esbuild wrote no output for ${entryPoint}`);
  return `${page.assets}/${basename(found[0])}`;
}

async function writePage(page: Page): Promise<void> {
  const metafile = await bundle(page);
  const html = await readFile(`${page.source}/index.html`, 'utf8');
  const addresses: Record<string, string> = {
    '%SCRIPT%': addressOf(page, metafile, `${page.source}/main.tsx`),
    '%STYLE%': addressOf(page, metafile, page.style),
    '%ICON%': addressOf(page, metafile, icon),
  };
  await mkdir(page.target, { recursive: true });
  await writeFile(
    `${page.target}/index.html`,
    html.replace(/%[A-Z]+%/g, (name) => addresses[name] ?? name),
  );
  for (const [path, output] of Object.entries(metafile.outputs))
    if (!path.endsWith('.map')) console.log(`${path}  ${(output.bytes / 1024).toFixed(1)} kB`);
}

await rm('dist/console', { recursive: true, force: true });
for (const page of pages) await writePage(page);
