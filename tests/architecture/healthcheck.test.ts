import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

let ready = true;
const server = createServer((request, response) => {
  response.writeHead(request.url === '/health/ready' && ready ? 200 : 503).end();
});
let port = 0;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

async function exitCode(...args: string[]): Promise<number> {
  const [code] = (await once(spawn(process.execPath, ['deploy/healthcheck.mjs', ...args], { stdio: 'ignore' }), 'exit')) as [number];
  return code;
}

async function unusedPort(): Promise<number> {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port: free } = other.address() as AddressInfo;
  other.close();
  await once(other, 'close');
  return free;
}

describe('deploy/healthcheck.mjs', () => {
  it('passes while the process is ready, and only then', async () => {
    ready = true;
    expect(await exitCode('http', String(port))).toBe(0);
    ready = false;
    expect(await exitCode('http', String(port))).toBe(1);
  });

  it('fails when nobody listens', async () => {
    expect(await exitCode('http', String(await unusedPort()))).toBe(1);
  });

  const onLinux = existsSync('/proc/net/tcp') ? it : it.skip;

  onLinux('passes while a connection to the database is open, and only then', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port: database } = other.address() as AddressInfo;
    expect(await exitCode('connections', String(database))).toBe(1);
    const socket = connect(database, '127.0.0.1');
    await once(socket, 'connect');
    expect(await exitCode('connections', String(database))).toBe(0);
    socket.destroy();
    other.close();
    other.closeAllConnections();
    await once(other, 'close');
  });

  it.each([[[]], [['http']], [['http', 'x']], [['tcp', '1']]])('explains itself when called with %j', async (args) => {
    expect(await exitCode(...args)).toBe(2);
  });
});
