import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { signedInViewer } from './fixture-subgraphs';
import { type GatewayStack, startStack } from './gateway-stack';
import { SocketClient } from './socket-client';

let stack: GatewayStack;
const clients: SocketClient[] = [];
const connect = (options?: ConstructorParameters<typeof SocketClient>[1], url = stack.url): SocketClient => {
  const client = new SocketClient(url, options);
  clients.push(client);
  return client;
};

beforeAll(async () => {
  stack = await startStack({
    env: {
      WS_INIT_TIMEOUT_MS: '200',
      WS_OPERATIONS: '3',
      WS_RECHECK_MS: '400',
      VIEWER_CACHE_MS: '100',
      WS_SLOW_CLIENT_MS: '500',
      WS_QUEUED_EVENTS: '8',
    },
  });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.socket.readyState > 1 || client.close()));
});
afterAll(() => stack.stop());

const errorOf = (messages: { type: string; payload?: unknown }[]) =>
  (messages.find((one) => one.type === 'error')?.payload as { message: string; extensions: Record<string, unknown> }[])?.[0];
const events = (messages: { type: string; payload?: unknown }[]) =>
  messages.filter((one) => one.type === 'next').map((one) => one.payload as { data?: Record<string, { id: string }>; errors?: unknown[] });

describe('federated subscriptions', () => {
  it("gives the owner's events, in order, completed from other subgraphs", async () => {
    const client = await connect().start(stack.fixture.token());
    client.subscribe(
      '1',
      'subscription S($n: Int!) { itemChanged(count: $n) { id owner { email } shipping reviews(first: 1) { author { name } } } }',
      { n: 3 },
    );
    const got = await client.all('1');
    expect(events(got).map((event) => event.data?.['itemChanged'])).toEqual(
      [1, 2, 3].map((n) => ({
        id: `i${n}`,
        owner: { email: `u${n % 3}@example.org` },
        shipping: n * 20,
        reviews: [{ author: { name: 'U0' } }],
      })),
    );
    expect(got.at(-1)?.type).toBe('complete');
  });

  it('understands aliases, fragments, defaults and conditions', async () => {
    const client = await connect().start();
    client.subscribe(
      '1',
      'subscription S($after: Int = 7, $w: Boolean!) { c: itemChanged(count: 1, after: $after) { n: name ...F owner @include(if: $w) { name } weight @skip(if: $w) } } fragment F on Item { o: owner { e: email } __typename }',
      { w: true },
    );
    expect(events(await client.all('1'))).toEqual([
      { data: { c: { n: 'Item 8', o: { e: 'u2@example.org' }, __typename: 'Item', owner: { name: null } } } },
    ]);
  });

  it('keeps an event whose rest fails, with the error beside it', async () => {
    const client = await connect().start();
    client.subscribe('1', 'subscription { itemChanged(count: 2, after: 1) { id secret } }');
    const got = events(await client.all('1'));
    expect(got.map((event) => event.data)).toEqual([
      { itemChanged: { id: 'i2', secret: null } },
      { itemChanged: { id: 'i3', secret: null } },
    ]);
    expect(got[0]?.errors).toEqual([{ message: 'Not yours.', path: ['itemChanged', 'secret'], extensions: { code: 'FORBIDDEN' } }]);
    expect(JSON.stringify(got[1]?.errors)).toMatch(/INTERNAL_SERVER_ERROR/);
    expect(JSON.stringify(got)).not.toMatch(/inner detail/);
  });

  it.each(['UNAUTHENTICATED', 'FORBIDDEN', 'NOT_FOUND', 'CURSOR_EXPIRED'])(
    "hands on the owner's refusal %s as an error of that operation",
    async (code) => {
      const client = await connect().start();
      client.subscribe('1', 'subscription S($code: String!) { refused(code: $code) { id } }', { code });
      const got = await client.all('1');
      expect([got.length, errorOf(got)?.extensions['code']]).toEqual([1, code]);
      expect(client.closed).toBeUndefined();
    },
  );

  it('ends with SUBGRAPH_UNAVAILABLE when the owner is lost', async () => {
    const own = await startStack();
    const client = await connect({}, own.url).start();
    client.subscribe('1', 'subscription { forever { id } }');
    await client.message((one) => one.type === 'next');
    await own.subgraphs.get('stock')!.stop();
    own.subgraphs.delete('stock');
    expect(errorOf(await client.all('1'))?.extensions['code']).toBe('SUBGRAPH_UNAVAILABLE');
    await own.stop();
  });

  it("ends the owner's stream when the client completes or goes", async () => {
    const before = stack.fixture.streams.open;
    const client = await connect().start();
    client.subscribe('1', 'subscription { forever { id } }');
    client.subscribe('2', 'subscription { forever { id } }');
    await client.message((one) => one.type === 'next' && one.id === '1');
    await client.message((one) => one.type === 'next' && one.id === '2');
    expect(stack.fixture.streams.open).toBe(before + 2);
    client.send({ id: '1', type: 'complete' });
    while (stack.fixture.streams.open !== before + 1) await stack.ask('{ kinds }');
    await client.close();
    while (stack.fixture.streams.open !== before) await stack.ask('{ kinds }');
    expect(stack.fixture.streams.open).toBe(before);
  });

  it('answers queries and mutations over the socket, with their cost', async () => {
    const client = await connect().start(stack.fixture.token());
    client.subscribe('1', '{ me { email } }');
    client.subscribe('2', 'mutation { renameItem(id: "i1", name: "N") { name } }');
    expect((await client.all('1'))[0]?.payload).toEqual({
      data: { me: { email: 'u1@example.org' } },
      extensions: { cost: expect.objectContaining({ requestedQueryCost: 1 }) },
    });
    expect((await client.all('2'))[0]?.payload).toEqual(expect.objectContaining({ data: { renameItem: { name: 'N' } } }));
  });
});

describe('a slow client', () => {
  it('holds up the owner instead of losing events', async () => {
    stack.fixture.streams.produced = 0;
    const client = await connect().start();
    client.subscribe('1', 'subscription { itemChanged(count: 400) { id padding(size: 100000) } }');
    await client.message((one) => one.type === 'next');
    client.socket.pause();
    const paused = stack.fixture.streams.produced;
    await stack.ask('{ kinds }');
    client.socket.resume();
    const got = events(await client.all('1'));
    expect(paused).toBeLessThan(400);
    expect(got.map((event) => event.data?.['itemChanged']?.id)).toEqual(Array.from({ length: 400 }, (_value, n) => `i${n + 1}`));
  });

  it('is closed with 4429 when it takes nothing for too long, and the owner is left', async () => {
    const before = stack.fixture.streams.open;
    const client = await connect().start();
    stack.fixture.streams.produced = 0;
    client.subscribe('1', 'subscription { itemChanged(count: 3000) { id padding(size: 100000) } }');
    await client.message((one) => one.type === 'next');
    client.socket.pause();
    // The gateway gives up on the client, whose socket is still unread.
    while (stack.fixture.streams.open !== before) await stack.ask('{ kinds }');
    expect(stack.fixture.streams.produced).toBeLessThan(3000);
    client.socket.resume();
    expect(await client.closing()).toEqual({ code: 4429, reason: expect.any(String) });
  }, 20_000);
});

describe('the protocol', () => {
  const closings: [
    code: number,
    what: string,
    run: (client: SocketClient) => Promise<void> | void,
    options?: ConstructorParameters<typeof SocketClient>[1],
  ][] = [
    [4400, 'a message that is no JSON', (client) => client.send('nonsense')],
    [4400, 'a message of an unknown type', (client) => client.send({ type: 'other' })],
    [4401, 'a subscribe before the acknowledgement', (client) => client.subscribe('1', '{ kinds }')],
    [4403, 'a bad token', (client) => client.send({ type: 'connection_init', payload: { authorization: 'Bearer x' } })],
    [4403, 'a credential that is no text', (client) => client.send({ type: 'connection_init', payload: { authorization: { $ne: 1 } } })],
    [4406, 'no subprotocol', () => undefined, { protocols: [] }],
    [4408, 'no connection_init in time', () => undefined],
    [
      4409,
      'an id that is in use',
      async (client) => {
        client.send({ type: 'connection_init' });
        await client.message((one) => one.type === 'connection_ack');
        client.subscribe('1', 'subscription { forever { id } }');
        client.subscribe('1', 'subscription { forever { id } }');
      },
    ],
    [
      4429,
      'a second connection_init',
      (client) => {
        client.send({ type: 'connection_init' });
        client.send({ type: 'connection_init' });
      },
    ],
    [1009, 'a message of more than 256 kB', (client) => client.send(JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(300_000) } }))],
  ];

  it.each(closings.map(([code, what, run, options]) => [code, what, run, options ?? {}] as const))(
    'closes with %i after %s',
    async (code, _what, run, options) => {
      const client = connect(options);
      await client.opened();
      await run(client);
      expect((await client.closing()).code).toBe(code);
    },
  );

  it('refuses a foreign origin and another path at the upgrade', async () => {
    await expect(connect({ headers: { origin: 'https://evil.example' } }).opened()).rejects.toThrow('403');
    await expect(connect({}, `${stack.url}/other`).opened()).rejects.toThrow('404');
    await connect({ headers: { origin: 'http://localhost:3000' } }).start();
    await connect({ headers: { origin: stack.url } }).start();
  });

  it('answers a ping with a pong and its payload', async () => {
    const client = await connect().start();
    client.send({ type: 'ping', payload: { at: 1 } });
    expect(await client.message((one) => one.type === 'pong')).toEqual({ type: 'pong', payload: { at: 1 } });
  });

  it.each([
    ['a syntax error', '{ kinds', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nope }', 'GRAPHQL_VALIDATION_FAILED'],
    ['two root fields', 'subscription { forever { id } itemChanged { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['introspection by an anonymous caller', '{ __schema { types { name } } }', 'INTROSPECTION_DISABLED'],
    ['too deep a selection', `{ item(id: "i1") ${'{ parts '.repeat(16)}{ id }${' }'.repeat(16)} }`, 'DEPTH_LIMIT_EXCEEDED'],
    ['a missing variable', 'query Q($id: ID!) { item(id: $id) { id } }', 'BAD_USER_INPUT'],
    ['too large a page', 'subscription { forever { reviews(first: 101) { id } } }', 'BAD_USER_INPUT'],
    [
      'too high a cost',
      '{ items(first: 100) { nodes { reviews(first: 100) { item { reviews(first: 100) { id } } } } } }',
      'COST_LIMIT_EXCEEDED',
    ],
  ])('answers %s with an error of that operation and goes on', async (_what, query, code) => {
    const client = await connect().start();
    client.subscribe('1', query);
    expect(errorOf(await client.all('1'))?.extensions['code']).toBe(code);
    client.subscribe('1', '{ kinds }');
    expect((await client.message((one) => one.type === 'next')).payload).toEqual(
      expect.objectContaining({ data: { kinds: ['SMALL', 'LARGE'] } }),
    );
  });

  it('runs a limited number of operations on a socket', async () => {
    const client = await connect().start();
    for (const id of ['1', '2', '3', '4']) client.subscribe(id, 'subscription { forever { id } }');
    expect(errorOf(await client.all('4'))?.extensions['code']).toBe('SUBSCRIPTION_LIMIT_EXCEEDED');
    await client.message((one) => one.id === '3' && one.type === 'next');
  });

  it('closes with 4403 when the token expires, unless a ping brings a new one', async () => {
    const token = () => stack.fixture.token({ expiresInSeconds: 1 });
    const expiring = await connect().start(token());
    const renewed = await connect().start(token());
    renewed.send({ type: 'ping', payload: { authorization: `Bearer ${stack.fixture.token()}` } });
    expect(await expiring.closing()).toEqual({ code: 4403, reason: 'Token expired' });
    renewed.subscribe('1', '{ me { id } }');
    expect(events(await renewed.all('1'))[0]?.data).toEqual({ me: { id: 'u1' } });
  });

  it('closes with 4403 when the session ends', async () => {
    stack.fixture.viewers.set('s7', signedInViewer('u7', 's7'));
    const client = await connect().start(stack.fixture.token({ userId: 'u7', sessionId: 's7' }));
    stack.fixture.viewers.delete('s7');
    expect(await client.closing()).toEqual({ code: 4403, reason: 'Session ended' });
  });

  it('ends the streams of a viewer who lost a membership', async () => {
    stack.fixture.viewers.set('s8', signedInViewer('u8', 's8'));
    const client = await connect().start(stack.fixture.token({ userId: 'u8', sessionId: 's8' }));
    client.subscribe('1', 'subscription { forever { id } }');
    await client.message((one) => one.type === 'next');
    stack.fixture.viewers.set('s8', { ...signedInViewer('u8', 's8'), memberships: [] });
    expect(errorOf(await client.all('1'))?.extensions['code']).toBe('ACCESS_CHANGED');
    expect(client.closed).toBeUndefined();
  });

  it('says 1001 when the gateway stops', async () => {
    const own = await startStack();
    const client = await connect({}, own.url).start();
    client.subscribe('1', 'subscription { forever { id } }');
    await client.message((one) => one.type === 'next');
    await own.stop();
    expect((await client.closing()).code).toBe(1001);
  });
});
