/** Keeps dist/ and the folders called generated/ in step with the sources, so that `npm start` and `npm test` need no build step of their own. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'dist', 'stamp');
const sources = [
  'client',
  'domain',
  'gateway',
  'platform',
  'prisma',
  'schema',
  'scripts',
  'start',
  'subgraphs',
  'workers',
  'codegen.yml',
  'package-lock.json',
];

/** One hash over names, sizes and times of everything that the build reads. */
function stamp() {
  const hash = createHash('sha256').update(process.version);
  const visit = (path) => {
    const about = statSync(join(root, path), { throwIfNoEntry: false });
    if (!about) return;
    if (!about.isDirectory()) return void hash.update(`${path} ${about.size} ${about.mtimeMs}\n`);
    for (const name of readdirSync(join(root, path)).sort())
      if (name !== 'generated' && !name.endsWith('.test.ts')) visit(join(path, name));
  };
  sources.forEach(visit);
  return hash.digest('hex');
}

const run = (script) =>
  execFileSync(process.execPath, ['--import', 'tsx', join('scripts', script)], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, APOLLO_TELEMETRY_DISABLED: '1' },
  });

/** Generates and bundles unless both are newer than every source. */
export function ensureBuilt() {
  const now = stamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === now) return;
  console.error('Building Lintel (once after each change of its sources) ...');
  run('generate.ts');
  run('build.ts');
  run('build-console.ts');
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, now);
}
