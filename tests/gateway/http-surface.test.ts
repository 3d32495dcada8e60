import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request as rawRequest } from 'node:http';
import { connect } from 'node:net';
import { type GatewayStack, startStack } from './gateway-stack';

let stack: GatewayStack;
beforeAll(async () => {
  stack = await startStack();
  // Ready once each subgraph has answered a probe.
  while ((await fetch(`${stack.url}/health/ready`)).status !== 200);
});
afterAll(() => stack.stop());

const json = { 'content-type': 'application/json' };
const post = (path: string, body: string | Buffer, headers: Record<string, string> = json) =>
  fetch(stack.url + path, { method: 'POST', headers, body: body as string });

describe('CORS', () => {
  const preflight = (path: string, origin: string) =>
    fetch(stack.url + path, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });

  it.each(['/graphql', '/health', '/api/auth/login', '/.well-known/jwks.json', '/nowhere'])(
    'answers the preflight of a listed origin on %s',
    async (path) => {
      const response = await preflight(path, 'http://localhost:5173');
      expect(response.status).toBe(204);
      expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
      expect(response.headers.get('access-control-allow-credentials')).toBe('true');
      expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT, DELETE, PATCH, OPTIONS');
      expect(response.headers.get('access-control-allow-headers')).toMatch(
        /Content-Type, Authorization, X-Requested-With.*Apollo-Require-Preflight/,
      );
      expect(response.headers.get('access-control-expose-headers')).toBe('Content-Range, X-Content-Range');
      expect(response.headers.get('access-control-max-age')).toBe('86400');
    },
  );

  it.each(['https://evil.example', 'http://localhost:5173.evil.example', 'http://localhost:51730', 'null'])(
    'gives %s no allow header',
    async (origin) => {
      const response = await preflight('/graphql', origin);
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    },
  );

  it('allows listed origins on plain answers and faults too', async () => {
    const response = await fetch(`${stack.url}/nowhere`, { headers: { origin: 'http://localhost:3000' } });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([404, 'http://localhost:3000']);
  });
});

describe('bad requests', () => {
  it('answers an unknown path with 404 in JSON', async () => {
    const response = await fetch(`${stack.url}/nowhere?x=1`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: { code: 'NOT_FOUND', message: expect.any(String), requestId: response.headers.get('x-request-id') },
    });
  });

  it.each([
    ['/graphql', 'PUT', 'GET, POST, HEAD, OPTIONS'],
    ['/health', 'POST', 'GET, HEAD, OPTIONS'],
    ['/api/auth/login', 'GET', 'POST, OPTIONS'],
  ])('answers a wrong method on %s with 405 and what is allowed', async (path, method, allow) => {
    const response = await fetch(stack.url + path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  });

  it.each<[string, string | Buffer]>([
    ['malformed JSON', '{"query":'],
    ['an empty body', ''],
    ['a list', '[{"query":"{ kinds }"}]'],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['NUL', '\0'],
    [
      'JSON that nests 100,000 levels',
      `{"query":"query($v: JSON) { echo(value: $v) }","variables":{"v":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    ],
    ['a query that is no text', '{"query":{"kind":"Document"}}'],
    ['an unclosed selection', '{"query":"{ kinds"}'],
    ['an unknown field', '{"query":"{ nope }"}'],
    ['an invalid variable', '{"query":"query Q($l: [Int!]) { echo(list: $l) }","variables":{"l":["x"]}}'],
    ['an unknown operation name', '{"query":"query A { kinds }","operationName":"B"}'],
    ['an unsupported directive', '{"query":"{ item(id: \\"i1\\") { ... @defer { name } } }"}'],
    ['a subscription', '{"query":"subscription { forever { id } }"}'],
    ['_entities', '{"query":"{ _entities(representations: []) { __typename } }"}'],
    ['_service', '{"query":"{ _service { sdl } }"}'],
  ])('answers %s with 400 in JSON, without a stack', async (_name, body) => {
    const response = await post('/graphql', body);
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(JSON.parse(text)).toEqual(expect.objectContaining({ errors: expect.any(Array) }));
    expect(JSON.parse(text)).not.toHaveProperty('data');
    expect(text).not.toMatch(/node_modules|at .*\.(ts|js)|stack/i);
  });

  it('answers more than 1 MB with 413, and lets a signed-in caller send more', async () => {
    const body = JSON.stringify({ query: 'query Q($v: JSON) { echo(value: $v) }', variables: { v: 'x'.repeat(1_500_000) } });
    const refused = await post('/graphql', body);
    expect([refused.status, (await refused.json()) as unknown]).toEqual([
      413,
      { errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' }) })] },
    ]);
    expect((await post('/graphql', body, { ...json, authorization: 'Bearer nonsense' })).status).toBe(413);
    expect((await post('/graphql', body, { ...json, authorization: `Bearer ${stack.fixture.token()}` })).status).toBe(200);
    expect(
      (await post('/graphql', `"${'x'.repeat(9_000_000)}"`, { ...json, authorization: `Bearer ${stack.fixture.token()}` })).status,
    ).toBe(413);
  });

  it('answers what is no HTTP with 400 in JSON', async () => {
    const { hostname, port } = new URL(stack.url);
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(Number(port), hostname, () => socket.write('NONSENSE\r\n\r\n'));
      socket.on('data', (chunk) => (text += String(chunk))).on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*application\/json.*"BAD_REQUEST"/s);
  });
});

describe('CSRF', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'refuses a body of type %s',
    async (type) => {
      const before = stack.fixture.counter;
      expect((await post('/graphql', '{"query":"mutation { count }"}', { 'content-type': type })).status).toBe(400);
      expect(stack.fixture.counter).toBe(before);
    },
  );

  it('refuses a simple GET, answers one that had a preflight, and runs no mutation by GET', async () => {
    const get = (query: string, headers: Record<string, string> = {}) =>
      fetch(`${stack.url}/graphql?query=${encodeURIComponent(query)}`, { headers });
    expect((await get('{ kinds }')).status).toBe(400);
    const answered = await get('{ kinds }', { 'apollo-require-preflight': '1', accept: 'application/graphql-response+json' });
    expect(answered.headers.get('content-type')).toMatch(/^application\/graphql-response\+json/);
    expect(((await answered.json()) as { data: unknown }).data).toEqual({ kinds: ['SMALL', 'LARGE'] });
    const mutation = await get('mutation { count }', { 'apollo-require-preflight': '1' });
    expect([mutation.status, mutation.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('headers', () => {
  it("answers with the caller's request id when it is sane, and tells nothing of the server", async () => {
    const given = await fetch(`${stack.url}/health`, { headers: { 'x-request-id': 'abcd-1234-efgh' } });
    expect(given.headers.get('x-request-id')).toBe('abcd-1234-efgh');
    const odd = await fetch(`${stack.url}/health`, { headers: { 'x-request-id': 'a b"><script>' } });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(odd.headers.get('x-powered-by')).toBeNull();
    expect(odd.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('keeps identity headers of callers out of the subgraphs', async () => {
    const { data } = await stack.ask('{ whoAmI }', {
      headers: { 'x-user-id': 'admin', 'x-org-id': 'other', 'apollo-federation-include-trace': 'ftv1', 'x-request-id': 'request-0001' },
    });
    expect(data?.['whoAmI']).toEqual(
      expect.objectContaining({ kind: 'anonymous', userId: null, ip: '127.0.0.1', requestId: 'request-0001' }),
    );
    expect(JSON.stringify(data)).not.toContain('admin');
  });
});

describe('the console', () => {
  it('serves the page with a content policy and an etag', async () => {
    const response = await fetch(`${stack.url}/`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(response.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    const again = await fetch(`${stack.url}/`, { headers: { 'if-none-match': response.headers.get('etag')! } });
    expect(again.status).toBe(304);
  });

  it.each([
    '/assets/../supergraph.graphql',
    '/assets/%2e%2e/supergraph.graphql',
    '/assets/..%2fsupergraph.graphql',
    '/assets/%00',
    '/assets/%zz',
    '/assets/.env',
  ])('does not leave its folder: %s', async (path) => {
    const { hostname, port } = new URL(stack.url);
    const status = await new Promise((resolve) =>
      rawRequest({ hostname, port, path }, (response) => resolve(response.resume().statusCode)).end(),
    );
    expect(status).toBe(404);
  });

  it('shows Apollo Sandbox to browsers on /graphql', async () => {
    const response = await fetch(`${stack.url}/graphql`, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html']);
  });
});

describe('health', () => {
  it('reports each subgraph in the common shape', async () => {
    const report = (await (await fetch(`${stack.url}/health`)).json()) as Record<string, unknown>;
    expect(report).toEqual({
      status: 'healthy',
      service: 'gateway',
      version: expect.any(String),
      uptime: expect.any(Number),
      timestamp: expect.any(String),
      checks: expect.any(Object),
    });
    expect(Object.keys(report['checks'] as object).sort()).toEqual(['auth', 'review', 'stock']);
    expect((await fetch(`${stack.url}/health/live`)).status).toBe(200);
  });

  it('is not ready while a subgraph has never answered', async () => {
    const lonely = await startStack({ instead: { review: 'http://127.0.0.1:9' } });
    const response = await fetch(`${lonely.url}/health/ready`);
    expect(response.status).toBe(503);
    expect((await fetch(`${lonely.url}/health/live`)).status).toBe(200);
    await lonely.stop();
  });
});

describe('REST sign-in', () => {
  const call = async (path: string, body: string, headers?: Record<string, string>) => {
    const response = await post(path, body, headers);
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: (await response.json()) as Record<string, unknown>,
    };
  };

  it('answers 200 with tokens and the user', async () => {
    const session = {
      token: expect.stringMatching(/^ey/),
      expiresIn: expect.any(Number),
      user: { id: 'u1', email: 'u1@example.org', name: 'U1' },
    };
    const login = await call('/api/auth/login', '{"email":"a@example.org","password":"right"}');
    expect([login.status, login.body]).toEqual([200, { ...session, refreshToken: 'r1' }]);
    expect(login.body['expiresIn']).toBeGreaterThan(890);
    const refresh = await call('/api/auth/refresh', '{"refreshToken":"r1"}');
    expect([refresh.status, refresh.body]).toEqual([200, { ...session, refreshToken: 'r2' }]);
  });

  it('answers 401 for wrong credentials and tokens', async () => {
    expect((await call('/api/auth/login', '{"email":"a@example.org","password":"wrong"}')).body).toEqual({
      error: expect.objectContaining({ code: 'INVALID_CREDENTIALS' }),
    });
    expect((await call('/api/auth/login', '{"email":"a@example.org","password":"wrong"}')).status).toBe(401);
    expect((await call('/api/auth/refresh', '{"refreshToken":"r9"}')).status).toBe(401);
  });

  it('answers 429 with Retry-After', async () => {
    expect(await call('/api/auth/login', '{"email":"busy@example.org","password":"x"}')).toEqual(
      expect.objectContaining({ status: 429, retryAfter: '77' }),
    );
  });

  it.each(['', '{', '[]', '{"email":"a@example.org"}', '{"email":1,"password":"x"}', '{"email":"a","password":{"$gt":""}}'])(
    'answers 400 for the body %j',
    async (body) => {
      expect((await call('/api/auth/login', body)).status).toBe(400);
    },
  );

  it('takes no form', async () => {
    expect((await call('/api/auth/login', 'email=a&password=right', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(
      400,
    );
  });
});
