import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { rowsOf } from '#kit/databases';
import { eventually } from '#kit/eventually';
import { mutationOf } from '#kit/refusals';
import { seed, type Owner, type Project } from '#kit/seed';
import { startStack, type OwnStack } from '#kit/stack';

jest.setTimeout(120_000);

let stack: OwnStack;
let owner: Owner;
let project: Project;

beforeAll(async () => {
  stack = await startStack({}, { apart: true });
  owner = await seed(stack.url).owner();
  project = await owner.project();
});
afterAll(() => stack.stop());

/** The process of a subgraph, a child of the supervisor. */
function processOf(subgraph: string): number {
  const found = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[1];
      return parent === String(stack.pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(subgraph);
    } catch (fault) {
      // It ended between the listing and the look.
      if (['ENOENT', 'ESRCH'].includes((fault as NodeJS.ErrnoException).code ?? '')) return false;
      throw fault;
    }
  });
  if (!found) throw new Error(`no process of ${subgraph}`);
  return Number(found);
}

describe('kill -9 of a subgraph', () => {
  it('under load costs its own fields only, leaks nothing, and is mended by itself', async () => {
    const { id } = await (await project.blueprint()).environment({ name: 'steady' });
    const query = `query ($id: ID!) { environment(id: $id) { name cost { monthly } blueprint { id } } }`;
    const ask = () => owner.client.raw<{ environment: { name: string; cost: object | null; blueprint: object } }>(query, { id });
    await eventually(ask, (answer) => !answer.errors, 30_000);
    let killed = false;
    const load = async () => {
      const answers = [];
      while (!killed || answers.length < 20) answers.push(await ask());
      return answers;
    };
    const loads = Array.from({ length: 4 }, load);
    process.kill(processOf('cost'), 'SIGKILL');
    const broken = await eventually(ask, (answer) => answer.errors !== undefined, 20_000);
    killed = true;
    const answers = [broken, ...(await Promise.all(loads)).flat()];
    for (const { status, data, errors } of answers) {
      expect(status).toBe(200);
      for (const error of errors ?? []) {
        expect(error.extensions?.code).toBe('SUBGRAPH_UNAVAILABLE');
        expect(JSON.stringify(error)).not.toMatch(/127\.0\.0\.1|localhost|ECONN|socket|stack|\bat /);
      }
      expect(data!.environment).toMatchObject({ name: 'steady', blueprint: { id: expect.any(String) } });
    }
    await eventually(ask, (answer) => !answer.errors, 60_000);
  });

  it('while it creates: a repeat with the same key gives the one row', async () => {
    const document = mutationOf('createProject', 'project { id }');
    const create = (key: string) =>
      owner.client.raw<{ createProject: { project: { id: string } | null } | null }>(document, {
        input: { organizationId: owner.organizationId, name: key, idempotencyKey: key },
      });
    const keys = Array.from({ length: 40 }, (_, at) => `crash-${at}`);
    const first = keys.map(create);
    await Promise.race(first);
    process.kill(processOf('blueprint'), 'SIGKILL');
    const answered = await Promise.all(first);
    for (const { errors } of answered)
      for (const error of errors ?? [])
        expect(error.extensions?.code).toMatch(/SUBGRAPH_UNAVAILABLE|SERVICE_UNAVAILABLE|SERVICE_OVERLOADED/);
    const ids = await Promise.all(
      keys.map(
        async (key) =>
          (
            await eventually(
              () => create(key),
              (answer) => Boolean(answer.data?.createProject?.project),
              60_000,
            )
          ).data!.createProject!.project!.id,
      ),
    );
    for (const [at, { data }] of answered.entries()) if (data?.createProject?.project) expect(data.createProject.project.id).toBe(ids[at]);
    const rows = await rowsOf<{ name: string }>(
      stack,
      'blueprint',
      `SELECT name FROM project WHERE organization_id = $1 AND name LIKE 'crash-%'`,
      [owner.organizationId],
    );
    expect(rows).toHaveLength(40);
  });
});
