import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Owner } from '../tests/kit/seed';
import { startLintel, withFolder } from './kit/lintel';
import { report } from './kit/measure';

/** Idle memory of the whole tree, 20 s after the policy engine and the worker threads have done a first task. */
const idleMs = 20_000;

interface Used {
  /** Resident, shared pages counted for each process. */
  rss: number;
  /** Shared pages divided among those that share them: what the tree really costs. */
  pss: number;
}

function field(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1_024;
}

function children(): Map<number, number[]> {
  const byParent = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    const stat = read(`/proc/${name}/stat`);
    const parent = Number(stat?.split(') ').at(-1)?.split(' ')[1]);
    byParent.set(parent, [...(byParent.get(parent) ?? []), Number(name)]);
  }
  return byParent;
}

/** Undefined for a process that has ended meanwhile. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (fault) {
    if (['ENOENT', 'ESRCH'].includes((fault as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw fault;
  }
}

function treeOf(root: number, byParent = children()): number[] {
  return [root, ...(byParent.get(root) ?? []).flatMap((pid) => treeOf(pid, byParent))];
}

/** Megabytes by program: node or postgres. */
function used(root: number): Map<string, Used> {
  const sums = new Map<string, Used>();
  for (const pid of treeOf(root)) {
    const rollup = read(`/proc/${pid}/smaps_rollup`);
    if (!rollup) continue;
    const program = read(`/proc/${pid}/comm`)?.trim() === 'postgres' ? 'postgres' : 'node';
    const sum = sums.get(program) ?? { rss: 0, pss: 0 };
    sums.set(program, { rss: sum.rss + field(rollup, 'Rss'), pss: sum.pss + field(rollup, 'Pss') });
  }
  return sums;
}

async function measure(mode: string, args: string[]): Promise<void> {
  await withFolder(async (folder) => {
    const lintel = await startLintel(folder, args);
    try {
      const owner = await Owner.signUp(lintel.url);
      const blueprint = await (await owner.project()).blueprint();
      await owner.client.ask('query ($id: ID!) { blueprintRevision(id: $id) { guardrails { verdict } cost { monthly } } }', {
        id: blueprint.revisionId,
      });
      await pause(idleMs);
      const parts = used(lintel.pid);
      const total = [...parts.values()].reduce((sum, { pss }) => sum + pss, 0);
      report(`${mode}: whole tree, PSS`, total, { unit: 'MB', against: ['the target', 900] });
      for (const [program, { rss, pss }] of parts) {
        report(`${mode}: ${program}, PSS`, pss, { unit: 'MB' });
        report(`${mode}: ${program}, sum of RSS`, rss, { unit: 'MB' });
      }
    } finally {
      await lintel.stop();
    }
  });
}

await measure('one process', []);
await measure('--processes', ['--processes']);
