import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocket, WebSocketServer } from 'ws';
import { createClient } from './client';
import type { ConnectionState } from './live';

const schema = buildSchema(`
  type Query { nothing: Boolean }
  type Subscription { deploymentLog(deploymentId: ID!, after: String): DeploymentLogLine! }
  type DeploymentLogLine { cursor: String! at: String! phase: String! level: String! message: String! }
`);
const lines = Array.from({ length: 6 }, (_, at) => ({
  cursor: String(at + 1),
  at: '',
  phase: 'PLANNING',
  level: 'info',
  message: `line ${at + 1}`,
}));

/** Breaks each connection after `breakAfter` lines with the next of the close codes, and completes when they are used up. */
async function startServer(closeCodes: number[]) {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, path: '/graphql' });
  const tokens: unknown[] = [];
  const opened: (string | undefined)[] = [];
  const disposable = useServer<{ authorization?: string }, { socket: WebSocket }>(
    {
      schema,
      onConnect: (context) => void tokens.push(context.connectionParams?.authorization),
      roots: {
        subscription: {
          deploymentLog: async function* ({ after }: { after?: string }, context: { socket: WebSocket }) {
            opened.push(after);
            const rest = lines.slice(Number(after ?? 0));
            const code = closeCodes.shift();
            for (const deploymentLog of code === undefined ? rest : rest.slice(0, 2)) yield { deploymentLog };
            if (code === undefined) return;
            await new Promise((resolve) => setImmediate(resolve));
            context.socket.close(code);
            await once(context.socket, 'close');
          },
        },
      },
      context: (context) => ({ socket: (context.extra as { socket: WebSocket }).socket }),
    },
    sockets,
  );
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const close = async () => {
    await disposable.dispose();
    http.close();
  };
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, tokens, opened, close };
}

describe('a stream over a real socket', () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  const closeCodes: number[] = [];
  beforeEach(async () => void (server = await startServer(closeCodes)));
  afterEach(() => server.close());

  it('delivers every line once although the connection breaks in different ways', async () => {
    closeCodes.push(1001, 4429);
    const client = createClient({ url: server.url, token: 't', webSocket: WebSocket });
    const states: ConnectionState[] = [];
    client.onConnection((state) => states.push(state));
    const seen: string[] = [];
    for await (const line of client.watchLog({ deploymentId: 'd' })) seen.push(line.cursor);
    await client.dispose();
    expect(seen).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(server.opened).toEqual([undefined, '2', '4']);
    expect(states.filter((state) => state === 'disconnected')).toHaveLength(2);
  });

  it('comes back with another token when the server closes for an expired one', async () => {
    closeCodes.push(4403);
    let token = 'old';
    const client = createClient({
      url: server.url,
      webSocket: WebSocket,
      getToken: ({ rejected }) => (rejected === 'old' ? (token = 'new') : token),
    });
    const seen: string[] = [];
    for await (const line of client.watchLog({ deploymentId: 'd' })) seen.push(line.cursor);
    await client.dispose();
    expect(seen).toHaveLength(6);
    expect(server.tokens).toEqual(['Bearer old', 'Bearer new']);
  });

  it('says what is wrong with an operation that the server refuses', async () => {
    const client = createClient({ url: server.url, webSocket: WebSocket });
    const stream = client.watchDeployments({ organizationId: 'o' })[Symbol.asyncIterator]();
    await expect(stream.next()).rejects.toMatchObject({ name: 'LintelError', message: expect.stringContaining('deploymentStatusChanged') });
    await client.dispose();
  });

  it('ends with its signal', async () => {
    const controller = new AbortController();
    const client = createClient({ url: server.url, webSocket: WebSocket });
    const seen: string[] = [];
    for await (const line of client.watchLog({ deploymentId: 'd' }, { signal: controller.signal })) {
      seen.push(line.cursor);
      controller.abort();
    }
    await client.dispose();
    expect(seen).toEqual(['1']);
  });
});
