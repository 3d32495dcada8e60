import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import { TestClient } from '#kit/client';
import { NETWORK, Owner, type Project } from '#kit/seed';
import { LintelProcess, temporaryFolder, underLoad } from './lintel';

jest.setTimeout(120_000);

const IMPORT = `mutation ($input: ImportBlueprintInput!) { importBlueprint(input: $input) { importedResources userErrors { code } } }`;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let lintel: LintelProcess;
let project: Project;

async function open(args: string[]): Promise<void> {
  lintel = new LintelProcess(folder.path, { args });
  project = await (await Owner.signUp(await lintel.ready)).project();
}

/** A socket of the public door, acknowledged. */
async function openSocket(): Promise<WebSocket> {
  const socket = new WebSocket(`${(await lintel.ready).replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${project.owner.client.token}` } }));
  await once(socket, 'message');
  return socket;
}

beforeEach(async () => void (folder = await temporaryFolder()));
afterEach(async () => {
  await lintel.stop();
  await folder.remove();
});

describe.each([
  { mode: 'one process', args: [] },
  { mode: 'processes of their own', args: ['--processes'] },
])('SIGTERM to $mode', ({ args }) => {
  it('answers 20 requests in flight, closes sockets with 1001 and ends with 0 within 10 s', async () => {
    await open(args);
    const socket = await openSocket();
    const closed = once(socket, 'close') as Promise<[number]>;
    const { client } = project.owner;
    const input = (n: number) => ({
      projectId: project.id,
      name: `In flight ${n}`,
      format: 'HCL',
      files: [{ path: 'main.tf', content: NETWORK }],
    });
    const first = await client.change<{ importedResources: number }>(IMPORT, input(0));
    expect(first.importedResources).toBe(4);
    const answered = Array.from({ length: 20 }, (_value, n) => client.raw(IMPORT, { input: input(n + 1) }));
    // The first answer says that the others are in: the gateway has read them before it sends this one.
    await Promise.race(answered);
    const signalledAt = performance.now();
    lintel.signal('SIGTERM');
    const answers = await Promise.all(answered);
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(answers.map(({ data }) => data?.['importBlueprint'])).toEqual(Array(20).fill({ importedResources: 4, userErrors: [] }));
    expect((await closed)[0]).toBe(1001);
    expect((await lintel.ended).code).toBe(0);
    expect(performance.now() - signalledAt).toBeLessThan(underLoad(10_000));
  });
});

describe('a second signal', () => {
  it('ends everything at once, and the next start finds the data', async () => {
    await open([]);
    const { client, email } = project.owner;
    lintel.signal('SIGTERM');
    await lintel.logged(({ msg }) => msg === 'stopping');
    const signalledAt = performance.now();
    lintel.signal('SIGTERM');
    expect((await lintel.ended).code).toBe(130);
    expect(performance.now() - signalledAt).toBeLessThan(underLoad(1_000));
    lintel = new LintelProcess(folder.path);
    const again = new TestClient(await lintel.ready, client.token);
    expect(await again.ask('{ me { email } }')).toEqual({ me: { email } });
  });

  it('during the start ends it at once', async () => {
    lintel = new LintelProcess(folder.path);
    await lintel.logged(({ msg }) => msg === 'embedded PostgreSQL started');
    lintel.signal('SIGTERM');
    expect((await lintel.ended).code).toBe(130);
  });
});
