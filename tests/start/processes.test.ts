import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Owner } from '#kit/seed';
import { LintelProcess, temporaryFolder } from './lintel';

jest.setTimeout(90_000);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let lintel: LintelProcess;
let owner: Owner;

beforeAll(async () => {
  folder = await temporaryFolder();
  lintel = new LintelProcess(folder.path, { args: ['--processes'] });
  owner = await Owner.signUp(await lintel.ready);
});
afterAll(async () => {
  await lintel.stop();
  await folder.remove();
});

interface Listed {
  pid: number;
  parent: number;
  command: string;
}

function processes(): Listed[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').join(' ').trim();
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
        return [{ pid: Number(name), parent: Number(fields[1]), command }];
      } catch (fault) {
        if (['ENOENT', 'ESRCH'].includes((fault as NodeJS.ErrnoException).code ?? '')) return [];
        throw fault;
      }
    });
}

const part = (name: string): Listed => {
  const found = processes().find(({ parent, command }) => parent === lintel.pid && command.includes(name));
  if (!found) throw new Error(`${name} does not run`);
  return found;
};

const linux = process.platform === 'linux' ? describe : describe.skip;

linux('every part in a process of its own', () => {
  it('serves the whole way to a deployment', async () => {
    const environment = await (await (await owner.project()).blueprint()).environment();
    const id = await environment.deployed();
    const { deployment } = await owner.client.ask<{ deployment: { status: string } }>(
      'query ($id: ID!) { deployment(id: $id) { status } }',
      { id },
    );
    expect(deployment.status).toBe('SUCCEEDED');
  });

  it('starts a killed subgraph again, where the others find it', async () => {
    const projects = () =>
      owner.client.raw('query ($id: ID!) { organization(id: $id) { projects(first: 1) { totalCount } } }', { id: owner.organizationId });
    const before = await projects();
    expect(before.errors).toBeUndefined();
    const killed = part('subgraph blueprint');
    const listening = () => lintel.log.filter(({ name, msg }) => name === 'blueprint' && msg === 'listening');
    const [first] = listening();
    process.kill(killed.pid, 'SIGKILL');
    await lintel.logged(
      (line) => line['name'] === 'blueprint' && line['msg'] === 'listening' && line !== first && line['time'] !== first!['time'],
    );
    expect(listening().map(({ port }) => port)).toEqual([first!['port'], first!['port']]);
    expect(part('subgraph blueprint').pid).not.toBe(killed.pid);
    const blueprint = await (await owner.project()).blueprint();
    expect(blueprint.id).toBeTruthy();
  });

  it('leaves nothing behind when the supervisor is killed, and starts again on its data', async () => {
    const children = processes().filter(({ parent, command }) => parent === lintel.pid && command.includes('main.js'));
    expect(children).toHaveLength(7);
    // The parts hold the pipes of the log: their end is its end.
    await lintel.kill();
    // Whoever has no command line any more has ended, and is only waiting to be reaped.
    const alive = new Set(processes().flatMap(({ pid, command }) => (command ? [pid] : [])));
    expect(children.filter(({ pid }) => alive.has(pid))).toEqual([]);
    lintel = new LintelProcess(folder.path);
    const again = owner.client;
    const me = await fetch(`${await lintel.ready}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${again.token}` },
      body: JSON.stringify({ query: '{ me { email } }' }),
    });
    expect(await me.json()).toMatchObject({ data: { me: { email: owner.email } } });
  });
});
