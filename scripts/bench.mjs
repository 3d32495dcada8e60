/** `npm run bench [-- start memory ...]`: builds what is stale, then runs each bench/*.ts, or the named ones, one after the other. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './built.mjs';

ensureBuilt();
const wanted = process.argv.slice(2);
const all = readdirSync('bench').flatMap((name) => (name.endsWith('.ts') ? [name.slice(0, -3)] : []));
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${all.join(', ')}.`);
  process.exit(2);
}
let failed = 0;
for (const name of all.filter((one) => wanted.length === 0 || wanted.includes(one))) {
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', '--expose-gc', join('bench', `${name}.ts`)], {
    stdio: 'inherit',
    env: { ...process.env, APOLLO_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) failed += 1;
}
process.exit(failed ? 1 : 0);
