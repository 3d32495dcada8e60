import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));

export interface CallCounter {
  url: string;
  /** Bodies of the GraphQL requests so far. */
  calls: string[];
  stop(): void;
}

/** Passes HTTP on to a subgraph and remembers what was asked of its /graphql. */
export async function countCalls(target: string): Promise<CallCounter> {
  const calls: string[] = [];
  const server = createServer((incoming, outgoing) => {
    void readAll(incoming).then((body) => {
      if (incoming.url === '/graphql') calls.push(body);
      const passed = request(`${target}${incoming.url}`, { method: incoming.method, headers: incoming.headers }, (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      });
      passed.on('error', () => outgoing.destroy());
      passed.end(body);
    });
  });
  server.on('upgrade', (incoming, client: Socket, head) => passSocketOn(target, incoming, client, head));
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A WebSocket is passed on as it is, without a look inside. */
function passSocketOn(target: string, incoming: IncomingMessage, client: Socket, head: Buffer): void {
  const { hostname, port } = new URL(target);
  const upstream = connect(Number(port), hostname);
  const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
  upstream.write(`GET ${incoming.url} HTTP/1.1\r\n${headers.join('')}\r\n`);
  upstream.write(head);
  upstream.on('error', () => client.destroy());
  client.on('error', () => upstream.destroy());
  client.on('close', () => upstream.destroy());
  client.pipe(upstream).pipe(client);
}

async function readAll(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export interface Statement {
  database: string;
  text: string;
}

export interface StatementCounter {
  connectionString: string;
  /** Every statement that was executed so far. */
  statements: Statement[];
  stop(): void;
}

/** Passes PostgreSQL's protocol on to a server and remembers the statements that clients execute. */
export async function countStatements(target: string): Promise<StatementCounter> {
  const { hostname, port } = new URL(target);
  const statements: Statement[] = [];
  const sockets = new Set<Socket>();
  const server = createTcpServer((client) => {
    const upstream = connect(Number(port), hostname);
    const read = statementReader((statement) => statements.push(statement));
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true).on('error', () => other.destroy());
      socket.on('close', () => sockets.delete(socket) && other.destroy());
    }
    client.on('data', read);
    client.pipe(upstream).pipe(client);
  });
  const own = new URL(target);
  own.port = String(await listening(server));
  return {
    connectionString: own.toString(),
    statements,
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Reads what a client sends: a start packet, then messages of a type byte, a length and a body (protocol 3). */
function statementReader(found: (statement: Statement) => void): (chunk: Buffer) => void {
  let pending = Buffer.alloc(0);
  let database: string | undefined;
  const prepared = new Map<string, string>();

  function message(type: string, body: Buffer): void {
    const [first = '', second = ''] = body.toString('utf8').split('\0');
    if (type === 'P') prepared.set(first, second);
    if (type === 'B') found({ database: database!, text: prepared.get(second) ?? '' });
    if (type === 'Q') found({ database: database!, text: first });
  }

  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const header = database === undefined ? 0 : 1;
      if (pending.length < header + 4) return;
      const length = header + pending.readUInt32BE(header);
      if (pending.length < length) return;
      const body = pending.subarray(header + 4, length);
      if (header === 0) database = startParameter(body, 'database');
      else message(String.fromCharCode(pending[0]!), body);
      pending = pending.subarray(length);
    }
  };
}

function startParameter(packet: Buffer, name: string): string {
  const texts = packet.subarray(4).toString('utf8').split('\0');
  return texts[texts.indexOf(name) + 1] ?? '';
}
