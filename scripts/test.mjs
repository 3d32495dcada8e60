/** `npm test`: builds what is stale, then runs jest with native ES modules. Arguments go to jest. */
import { spawnSync } from 'node:child_process';
import { ensureBuilt } from './built.mjs';

ensureBuilt();
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: { ...process.env, APOLLO_TELEMETRY_DISABLED: '1' },
  },
);
process.exit(status ?? 1);
