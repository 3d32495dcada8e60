import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startFixtureSubgraph } from './fixture-subgraphs';
import { type GatewayStack, startStack } from './gateway-stack';

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const json = { 'content-type': 'application/json' };

/** One way to fail each; `code` is what callers are told. */
const behaviours: Record<string, { behave: Behaviour; code: string }> = {
  'hangs up before it answers': { behave: (_request, response) => response.destroy(), code: 'SUBGRAPH_UNAVAILABLE' },
  'never answers': { behave: () => undefined, code: 'SUBGRAPH_TIMEOUT' },
  'starts an answer and never ends it': {
    behave: (_request, response) => void response.writeHead(200, json).write('{"data":'),
    code: 'SUBGRAPH_TIMEOUT',
  },
  'answers 500': {
    behave: (_request, response) => void response.writeHead(500, json).end('{"error":"at /srv/app.js:1"}'),
    code: 'SUBGRAPH_UNAVAILABLE',
  },
  'answers 500 with GraphQL errors': {
    behave: (_request, response) => void response.writeHead(500, json).end('{"errors":[{"message":"stack at 10.0.0.3"}]}'),
    code: 'SUBGRAPH_UNAVAILABLE',
  },
  'answers HTML': {
    behave: (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>It works</h1>'),
    code: 'SUBGRAPH_UNAVAILABLE',
  },
  'answers invalid JSON': {
    behave: (_request, response) => void response.writeHead(200, json).end('{"data":{"x'),
    code: 'SUBGRAPH_UNAVAILABLE',
  },
  'answers JSON of another shape': {
    behave: (_request, response) => void response.writeHead(200, json).end('[1,2]'),
    code: 'SUBGRAPH_UNAVAILABLE',
  },
  'answers with the wrong content type': {
    behave: (_request, response) => void response.writeHead(200, { 'content-type': 'text/plain' }).end('{"data":{}}'),
    code: 'SUBGRAPH_UNAVAILABLE',
  },
  'answers 30 MB with a length': {
    behave: (_request, response) =>
      void response.writeHead(200, { ...json, 'content-length': 30_000_000 }).end(Buffer.alloc(30_000_000, 'a')),
    code: 'SUBGRAPH_UNAVAILABLE',
  },
  'answers 30 MB in pieces': {
    behave: (_request, response) => void response.writeHead(200, json).end(Buffer.alloc(30_000_000, 'a')),
    code: 'SUBGRAPH_UNAVAILABLE',
  },
  'resets in the middle of an answer': {
    behave: (_request, response) => {
      response.writeHead(200, { ...json, 'content-length': 1_000 }).write('{"data":{"topReview"');
      setImmediate(() => response.socket?.resetAndDestroy());
    },
    code: 'SUBGRAPH_UNAVAILABLE',
  },
};

describe('a subgraph that fails', () => {
  let faulty: Server;
  let behave: Behaviour;
  let requests: number;
  let stack: GatewayStack;

  beforeAll(async () => {
    faulty = createServer((request, response) => {
      if (request.url !== '/graphql') return void response.writeHead(200, json).end('{"status":"healthy"}');
      requests += 1;
      behave(request, response);
    });
    await new Promise<void>((resolve) => faulty.listen(0, '127.0.0.1', resolve));
    const { port } = faulty.address() as AddressInfo;
    stack = await startStack({
      instead: { review: `http://127.0.0.1:${port}` },
      env: { SUBGRAPH_TIMEOUT_MS: '1500', SUBGRAPH_BREAKER_FAILURES: '1000' },
    });
  });
  beforeEach(() => {
    requests = 0;
  });
  afterAll(async () => {
    await stack.stop();
    faulty.closeAllConnections();
    await new Promise((resolve) => faulty.close(resolve));
  });

  it.each(Object.entries(behaviours))('leaves the other fields whole when it %s', async (_name, fault) => {
    behave = fault.behave;
    const { status, data, errors } = await stack.ask('{ kinds topReview { id } item(id: "i1") { name shipping } }');
    expect(status).toBe(200);
    expect(data).toEqual({ kinds: ['SMALL', 'LARGE'], topReview: null, item: { name: 'Item 1', shipping: null } });
    expect(errors?.map(({ path, extensions }) => [path, extensions['code'], extensions['service']])).toEqual(
      expect.arrayContaining([
        [['topReview'], fault.code, 'review'],
        [['item'], fault.code, 'review'],
      ]),
    );
    expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|10\.0\.0\.3|app\.js|stack|socket|ECONN/);
  });

  it('tries a query once more after a reset before any byte', async () => {
    behave = (_request, response) =>
      requests === 1
        ? void response.socket?.resetAndDestroy()
        : void response.writeHead(200, json).end('{"data":{"topReview":{"id":"r1"}}}');
    expect((await stack.ask('{ topReview { id } }')).data).toEqual({ topReview: { id: 'r1' } });
    expect(requests).toBe(2);
  });

  it('never tries after the first byte', async () => {
    behave = behaviours['resets in the middle of an answer']!.behave;
    await stack.ask('{ topReview { id } }');
    expect(requests).toBe(1);
  });
});

describe('a mutation', () => {
  it('is never sent twice', async () => {
    let requests = 0;
    const faulty = createServer((request, response) => {
      if (request.url === '/graphql') requests += 1;
      response.socket?.resetAndDestroy();
    });
    await new Promise<void>((resolve) => faulty.listen(0, '127.0.0.1', resolve));
    const stack = await startStack({ instead: { stock: `http://127.0.0.1:${(faulty.address() as AddressInfo).port}` } });
    const { errors } = await stack.ask('mutation { count }');
    expect(errors?.[0]?.extensions['code']).toBe('SUBGRAPH_UNAVAILABLE');
    expect(requests).toBe(1);
    await stack.stop();
    await new Promise((resolve) => faulty.close(resolve));
  });
});

describe('a subgraph that dies', () => {
  let stack: GatewayStack;
  afterEach(() => stack.stop());

  it('costs only its own fields, opens the circuit, and is served again within a second of its return', async () => {
    stack = await startStack({ env: { SUBGRAPH_BREAKER_FAILURES: '3', SUBGRAPH_BREAKER_COOLDOWN_MS: '100' } });
    const query = '{ kinds topReview { id } }';
    const port = Number(new URL(stack.subgraphs.get('review')!.url).port);
    await stack.subgraphs.get('review')!.stop();
    for (let n = 0; n < 6; n += 1) {
      const { data, errors } = await stack.ask(query);
      expect(data).toEqual({ kinds: ['SMALL', 'LARGE'], topReview: null });
      expect(errors?.[0]?.extensions['code']).toBe('SUBGRAPH_UNAVAILABLE');
    }
    stack.subgraphs.set('review', await startFixtureSubgraph('review', stack.fixture, port));
    const since = performance.now();
    let answer = await stack.ask(query);
    while (answer.errors && performance.now() - since < 2_000) answer = await stack.ask(query);
    expect(answer.data).toEqual({ kinds: ['SMALL', 'LARGE'], topReview: { id: 'r7' } });
    expect(performance.now() - since).toBeLessThan(1_000);
  });

  it('leaves signed-in callers signed in when it is the auth subgraph', async () => {
    stack = await startStack();
    const token = stack.fixture.token();
    expect((await stack.ask('{ me { id } }', { token })).data).toEqual({ me: { id: 'u1' } });
    await stack.subgraphs.get('auth')!.stop();
    stack.subgraphs.delete('auth');
    const { data, errors } = await stack.ask('{ kinds me { id } }', { token });
    expect(data).toEqual({ kinds: ['SMALL', 'LARGE'], me: null });
    expect(errors?.[0]?.extensions['code']).toBe('SUBGRAPH_UNAVAILABLE');
  });
});

describe('the deadline of an operation', () => {
  it('ends what takes too long with a code of its own', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const stack = await startStack({
      instead: { review: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` },
      env: { OPERATION_DEADLINE_MS: '200' },
    });
    const { data, errors } = await stack.ask('{ kinds topReview { id } }');
    expect(data).toEqual({ kinds: ['SMALL', 'LARGE'], topReview: null });
    expect(errors?.[0]?.extensions['code']).toBe('QUERY_TIMEOUT');
    await stack.stop();
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });
});
