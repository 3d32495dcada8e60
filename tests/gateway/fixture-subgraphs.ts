import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import type { Viewer } from '#domain/access/can';
import type { CallContext } from '#platform/context-token';
import { silentLogger } from '#platform/database/logger';
import { Denial, type DenialCode } from '#platform/denial';
import { createHealth } from '#platform/health';
import { startSubgraphServer, type SubgraphServer } from '#platform/subgraph/server';
import { typeDefs } from './fixture-schema';

export const contextSecret = 'fixture-context-secret-0123456789-abcdef';

interface Item {
  id: string;
  name: string;
  kind: string;
  weight: number;
  ownerId: string;
}

const makeItem = (n: number): Item => ({
  id: `i${n}`,
  name: `Item ${n}`,
  kind: n % 2 ? 'SMALL' : 'LARGE',
  weight: n * 10,
  ownerId: `u${n % 3}`,
});
const itemById = (id: string): Item | null => (/^i\d+$/.test(id) ? makeItem(Number(id.slice(1))) : null);
const itemOf = (item: Item) => ({ __typename: 'Item', ...item });

/** What the fixtures let a test look at and change. */
export interface Fixture {
  viewers: Map<string, Viewer>;
  /** How often each subgraph was asked, and with how many representations. */
  calls: string[];
  counter: number;
  /** Resolves each time the stock subgraph starts or ends a stream. */
  streams: { open: number; produced: number };
  token(claims?: { userId?: string; sessionId?: string; expiresInSeconds?: number }): string;
  key: ReturnType<typeof makeKey>;
}

export const makeKey = (kid = 'key-1') => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const jwk = { ...createPublicKey(createPrivateKey(pem)).export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' };
  return { pem, jwk, kid };
};

export function signAccessToken(
  key: { pem: string; kid: string },
  claims: { userId?: string; sessionId?: string; expiresInSeconds?: number } = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  return jwt.sign({ sid: claims.sessionId ?? 's1', iat: now, exp: now + (claims.expiresInSeconds ?? 900) }, key.pem, {
    algorithm: 'ES256',
    issuer: 'lintel',
    audience: 'lintel-api',
    subject: claims.userId ?? 'u1',
    jwtid: 'j1',
    header: { alg: 'ES256', typ: 'at+jwt', kid: key.kid },
  });
}

export const signedInViewer = (userId = 'u1', sessionId = 's1'): Viewer => ({
  kind: 'user',
  userId,
  sessionId,
  memberships: [{ organizationId: 'o1', role: 'OWNER', scopes: [] }],
  ip: null,
  userAgent: null,
});

export function createFixture(): Fixture {
  const key = makeKey();
  return {
    viewers: new Map([['s1', signedInViewer()]]),
    calls: [],
    counter: 0,
    streams: { open: 0, produced: 0 },
    key,
    token: (claims) => signAccessToken(key, claims),
  };
}

type Context = CallContext & { fixture: Fixture };
type Resolvers = GraphQLResolverMap<Context>;

const authResolvers: Resolvers = {
  Query: { me: (_: unknown, __: unknown, { viewer }: Context) => (viewer.userId ? { id: viewer.userId } : null) },
  User: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    email: ({ id }: { id: string }) => `${id}@example.org`,
    name: ({ id }: { id: string }) => (id === 'u2' ? null : id.toUpperCase()),
  },
  Mutation: {
    login(_: unknown, { input }: { input: { email: string; password: string } }, { fixture, viewer }: Context) {
      if (input.email === 'busy@example.org') throw new Denial('RATE_LIMITED', 'Too many attempts.', { retryAfter: 77 });
      if (input.password !== 'right')
        return { userErrors: [{ code: 'INVALID_CREDENTIALS', message: `Wrong, from ${viewer.ip ? 'somewhere' : 'nowhere'}.` }] };
      return {
        session: { accessToken: fixture.token(), accessTokenExpiresAt: new Date(Date.now() + 900_000).toISOString(), refreshToken: 'r1' },
        user: { id: 'u1' },
        userErrors: [],
      };
    },
    refreshSession(_: unknown, { input }: { input: { refreshToken: string } }, { fixture }: Context) {
      if (input.refreshToken !== 'r1') return { userErrors: [{ code: 'INVALID_TOKEN', message: 'No.' }] };
      return {
        session: { accessToken: fixture.token(), accessTokenExpiresAt: new Date(Date.now() + 900_000).toISOString(), refreshToken: 'r2' },
        user: { id: 'u1' },
        userErrors: [],
      };
    },
  },
};

async function* items(
  fixture: Fixture,
  from: number,
  count: number,
  pauseFor: () => Promise<void> = async () => undefined,
): AsyncGenerator<{ itemChanged: Item }> {
  fixture.streams.open += 1;
  try {
    for (let n = from + 1; n <= from + count; n += 1) {
      await pauseFor();
      fixture.streams.produced += 1;
      yield { itemChanged: itemOf(makeItem(n)) };
    }
  } finally {
    fixture.streams.open -= 1;
  }
}

/** Gives one event and then none; ends at once when its reader goes. */
function oneThenSilence(fixture: Fixture): AsyncIterableIterator<{ forever: Item }> {
  fixture.streams.open += 1;
  let given = false;
  let finish: (() => void) | undefined;
  return {
    next() {
      if (given) return new Promise((resolve) => (finish = () => resolve({ value: undefined, done: true })));
      given = true;
      return Promise.resolve({ value: { forever: itemOf(makeItem(1)) }, done: false });
    },
    async return() {
      fixture.streams.open -= 1;
      finish?.();
      return { value: undefined, done: true };
    },
    async throw(fault) {
      throw fault;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const stockResolvers: Resolvers = {
  Query: {
    item: (_: unknown, { id }: { id: string }) => itemById(id),
    items: (_: unknown, { first }: { first: number }) => ({ list: Array.from({ length: first }, (_value, n) => makeItem(n + 1)) }),
    assets: () => [itemOf(makeItem(1)), { __typename: 'Box', id: 'b1', name: 'Box 1' }],
    search: () => [itemOf(makeItem(2)), null, { __typename: 'Box', id: 'b2', name: 'Box 2' }],
    matrix: () => [[makeItem(1), null], [], [makeItem(3)]],
    kinds: () => ['SMALL', 'LARGE'],
    document: () => ({ a: [1, { b: null }], constructor: 'x', text: '{}' }),
    echo: (_: unknown, { value, kind, list }: Record<string, unknown>) => ({ value: value ?? null, kind, list: list ?? null }),
    failing(_: unknown, { code }: { code?: string }) {
      if (code) throw new Denial(code as DenialCode, 'So it is.', code === 'RATE_LIMITED' ? { retryAfter: 3 } : {});
      throw new Error('db password=hunter2 at 10.0.0.3');
    },
    failingItem() {
      throw new Denial('NOT_FOUND');
    },
    brokenNonNull: () => ({ ...makeItem(1), name: null }),
    expensive: () => makeItem(1),
    whoAmI: (_: unknown, __: unknown, { viewer, requestId }: Context) => ({ ...viewer, requestId }),
  },
  Mutation: {
    renameItem: (_: unknown, { id, name }: { id: string; name: string }) => ({ ...itemById(id), name }),
    count: (_: unknown, __: unknown, { fixture }: Context) => (fixture.counter += 1),
  },
  Subscription: {
    itemChanged: {
      subscribe: (_: unknown, { count, after }: { count: number; after: number }, { fixture }: Context) => items(fixture, after, count),
    },
    forever: { subscribe: (_: unknown, __: unknown, { fixture }: Context) => oneThenSilence(fixture) },
    refused: {
      subscribe(_: unknown, { code }: { code: string }) {
        throw new Denial(code as DenialCode);
      },
    },
  },
  Item: {
    __resolveReference: ({ id }: { id: string }) => itemById(id),
    owner: ({ ownerId }: Item) => ({ id: ownerId }),
    parts: ({ id }: Item) => (id === 'i1' ? [makeItem(11), makeItem(12)] : null),
    note: ({ id }: Item, { style }: { style: string }) => `${id} ${style}`,
    tags: ({ kind }: Item) => [kind.toLowerCase(), 'all'],
    fragile: ({ weight }: Item) => weight > 20,
    constructor: ({ id }: Item) => (id === 'i2' ? null : `made ${id}`),
    padding: (_: Item, { size }: { size: number }) => 'x'.repeat(size),
  },
  Box: { __resolveReference: ({ id }: { id: string }) => ({ id, name: id }), content: () => [makeItem(4), null] },
  ItemConnection: {
    nodes: ({ list }: { list: Item[] }) => list,
    edges: ({ list }: { list: Item[] }) => list.map((node) => ({ node, cursor: node.id })),
    totalCount: ({ list }: { list: Item[] }) => list.length,
  },
};

const reviewOf = (id: string) => ({
  id,
  text: `Text of ${id}`,
  stars: id.endsWith('0') ? null : 4,
  authorId: `u${id.length % 3}`,
  itemId: `i${id.slice(1)}`,
});

const reviewResolvers: Resolvers = {
  Query: {
    reviews: (_: unknown, { first }: { first: number }) => Array.from({ length: first }, (_value, n) => reviewOf(`r${n + 1}`)),
    topReview: () => reviewOf('r7'),
  },
  Review: {
    __resolveReference: ({ id }: { id: string }) => reviewOf(id),
    author: ({ authorId }: { authorId: string }) => ({ id: authorId }),
    item: ({ itemId }: { itemId: string }) => ({ id: itemId }),
  },
  Item: {
    __resolveReference: (reference: { id: string; weight?: number }) => (reference.id === 'i13' ? null : reference),
    reviews: ({ id }: { id: string }, { first }: { first: number }) =>
      Array.from({ length: first }, (_value, n) => reviewOf(`r${id.slice(1)}${n}`)),
    shipping: ({ weight }: { weight?: number }) => (weight === undefined ? null : weight * 2),
    secret({ id }: { id: string }) {
      if (id === 'i2') throw new Denial('FORBIDDEN', 'Not yours.');
      if (id === 'i3') throw new Error('inner detail');
      return `secret of ${id}`;
    },
  },
  User: { __resolveReference: ({ id }: { id: string }) => ({ id }), reviews: ({ id }: { id: string }) => [reviewOf(`r${id.slice(1)}`)] },
  Subscription: {
    reviewAdded: {
      subscribe: async function* () {
        yield { reviewAdded: reviewOf('r1') };
      },
    },
  },
};

const resolvers: Record<string, Resolvers> = { auth: authResolvers, stock: stockResolvers, review: reviewResolvers };

/** Starts one real subgraph: HTTP and WebSocket, closed to callers without a context token. */
export async function startFixtureSubgraph(name: string, fixture: Fixture, port = 0): Promise<SubgraphServer> {
  const health = createHealth(name, { database: async () => ({ status: 'healthy' as const }) });
  await health.probe();
  return startSubgraphServer<Context>({
    name,
    host: '127.0.0.1',
    port,
    typeDefs: typeDefs[name]!,
    resolvers: resolvers[name] as GraphQLResolverMap<unknown>,
    contextSecret,
    createContext(call) {
      fixture.calls.push(name);
      return { ...call, fixture };
    },
    health,
    log: silentLogger,
    routes:
      name === 'auth'
        ? [
            {
              method: 'GET',
              path: '/.well-known/jwks.json',
              internal: false,
              handle: async () => ({ status: 200, body: { keys: [fixture.key.jwk] } }),
            },
            {
              method: 'POST',
              path: '/internal/viewer',
              internal: true,
              async handle(body) {
                const { sessionId, apiToken } = JSON.parse(body) as { sessionId?: string; apiToken?: string };
                const viewer = fixture.viewers.get(sessionId ?? apiToken ?? '');
                return viewer ? { status: 200, body: { viewer } } : { status: 401, body: { error: 'unknown credential' } };
              },
            },
          ]
        : [],
  });
}
