import { spawnSync, execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from './lintel';

/** A network of its own with a loopback and nothing else; only root may make one. */
const offline = (command: string): [string, string[]] => ['unshare', ['-n', 'sh', '-c', `ip link set lo up && exec ${command}`]];
const [program, check] = offline('true');
const isolates = spawnSync(program, check).status === 0;

(isolates ? describe : describe.skip)('without any network', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => void (folder = await temporaryFolder()));
  afterAll(() => folder.remove());

  it('starts from nothing and deploys', async () => {
    const [command, args] = offline(`"${process.execPath}" tests/start/offline-journey.mjs "${folder.path}"`);
    const { stdout } = await promisify(execFile)(command, args, { maxBuffer: 50_000_000 });
    expect(stdout.trim()).toBe('SUCCEEDED');
  }, 90_000);
});
