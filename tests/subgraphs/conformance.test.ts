import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { withClient } from '#platform/database/databases';
import { newId } from '#platform/identifier';
import { subgraphNames, type SubgraphName } from '#platform/subgraph/config';
import { TestClient } from '../kit/client';
import { eventually } from '../kit/eventually';
import { contextToken, memberOf, partDatabase, partEnvironment, startPart, type Part } from '../kit/part';
import { testServer } from '../kit/postgres';

jest.setTimeout(60_000);

const env = partEnvironment();
const organizationId = newId();

/** A question that each can only answer from its database. */
const questions: Record<SubgraphName, string> = {
  auth: '{ me { id } }',
  blueprint: `{ project(id: "${newId()}") { id } }`,
  iac: `{ environment(id: "${newId()}") { id } }`,
  guardrail: `{ _entities(representations: [{ __typename: "Organization", id: "${organizationId}" }]) { ... on Organization { exemptions { totalCount } } } }`,
  cost: `{ _entities(representations: [{ __typename: "Environment", id: "${newId()}" }]) { ... on Environment { cost { monthly } } } }`,
  monitoring: `{ driftAlert(id: "${newId()}") { id } }`,
};

const secret = env.CONTEXT_TOKEN_SECRET;
const viewer = memberOf(organizationId);

describe.each(subgraphNames)('the subgraph %s', (name) => {
  let part: Part;
  let client: TestClient;
  beforeAll(async () => {
    part = await startPart(['subgraph', name], env);
    client = new TestClient(part.url, contextToken(secret, name, viewer));
  });
  afterAll(() => part.terminate());

  it('says how it is in the common format, with its pool', async () => {
    const answer = await client.as(null).rest('GET', '/health');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: 'healthy',
      service: name,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      uptime: expect.any(Number),
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      checks: {
        database: {
          status: 'healthy',
          latencyMs: expect.any(Number),
          total: expect.any(Number),
          idle: expect.any(Number),
          waiting: 0,
          max: 4,
        },
      },
    });
  });

  it('is alive and ready, and knows no other path', async () => {
    const status = async (path: string): Promise<number> => (await client.as(null).rest('GET', path)).status;
    expect(await Promise.all(['/health/live', '/health/ready', '/', '/graphql/x', '/internal'].map(status))).toEqual([
      200, 200, 404, 404, 404,
    ]);
  });

  const others = subgraphNames.filter((other) => other !== name);
  it.each([
    ['no token', null],
    ['garbage', 'garbage'],
    ['a token for another subgraph', contextToken(secret, others[0]!, viewer)],
    ['a token signed with another secret', contextToken('another secret of thirty-two bytes', name, viewer)],
    ['an expired token', contextToken(secret, name, viewer, -60)],
  ])('answers nothing to %s, whatever other headers say', async (_name, token) => {
    const headers = { 'x-user-id': viewer.userId!, 'x-organization-id': organizationId, 'x-role': 'OWNER' };
    for (const query of [questions[name], '{ _service { sdl } }']) {
      const answer = await client.as(token).rest('POST', '/graphql', { query }, headers);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({
        errors: [{ message: 'A context token is required.', extensions: { code: 'UNAUTHENTICATED' } }],
      });
    }
  });

  it('believes the token about who asks, and no header', async () => {
    const nobody = client.as(contextToken(secret, name));
    const headers = { 'x-user-id': viewer.userId!, 'x-viewer': JSON.stringify(viewer) };
    const answer = (await (await nobody.rest('POST', '/graphql', { query: questions[name] }, headers)).json()) as { errors: unknown[] };
    expect(answer.errors[0]).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });

  it('gives its schema to the gateway, and does not answer introspection', async () => {
    const { _service } = await client.ask<{ _service: { sdl: string } }>('{ _service { sdl } }');
    expect(_service.sdl).toContain('@link(url: "https://specs.apollo.dev/federation/v2.9"');
    expect((await client.raw('{ __schema { types { name } } }')).errors).toHaveLength(1);
  });

  it.each([
    ['malformed JSON', '{"query":', 400],
    ['an empty body', '', 400],
    ['a body that is no object', 'null', 400],
    ['a body without a query', '{}', 400],
    ['a syntax error', '{"query":"{"}', 400],
    ['an unknown field', '{"query":"{ nothing }"}', 400],
    ['17 MB', JSON.stringify({ query: 'x'.repeat(17_000_000) }), 413],
  ])('answers %s without an inner word', async (_name, body, status) => {
    const answer = await client.rest('POST', '/graphql', body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await answer.text()).not.toMatch(/node_modules|at .*\.[jt]s|<html/);
  });

  it('takes POST only', async () => {
    expect((await client.rest('GET', '/graphql?query={__typename}')).status).toBe(405);
  });

  it('turns away a socket without a token, and survives a syntax error on one', async () => {
    const open = (authorization: string) =>
      createClient({
        url: `${part.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        retryAttempts: 0,
        connectionParams: { authorization },
      });
    const outcome = (socket: ReturnType<typeof createClient>, query: string): Promise<unknown> =>
      new Promise((resolve) => {
        const results: unknown[] = [];
        socket.subscribe({ query }, { next: (result) => results.push(result), error: resolve, complete: () => resolve(results) });
      });
    expect(await outcome(open('Bearer garbage'), '{ __typename }')).toMatchObject({ code: 4403 });
    const socket = open(`Bearer ${client.token}`);
    const other = outcome(socket, '{ __typename }');
    expect(await outcome(socket, 'subscription {')).toMatchObject([{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }]);
    expect(await outcome(socket, '{ nothing }')).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
    expect(await other).toEqual([{ data: { __typename: 'Query' } }]);
    await socket.dispose();
  });

  it('says that a part is unavailable while its database is away, with a request id and no inner name; and recovers', async () => {
    const database = partDatabase(env, name);
    const databaseName = new URL(database).pathname.slice(1);
    await withClient(testServer(), async (admin) => {
      const allow = (yes: boolean) => admin.query(`ALTER DATABASE ${databaseName} WITH ALLOW_CONNECTIONS ${yes}`);
      await allow(false);
      try {
        await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [databaseName]);
        const { errors } = await client.raw(questions[name]);
        expect(errors![0]!.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', requestId: `request-${name}` });
        expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|postgres|prisma|not currently accepting|_auth|ECONN/i);
        const { status } = await eventually(
          () => client.rest('GET', '/health/ready'),
          (answer) => answer.status === 503,
          15_000,
        );
        expect(status).toBe(503);
        expect((await client.rest('GET', '/health/live')).status).toBe(200);
      } finally {
        await allow(true);
      }
    });
    await eventually(
      () => client.rest('GET', '/health/ready'),
      (answer) => answer.status === 200,
      15_000,
    );
    expect((await client.raw(questions[name])).errors?.[0]?.extensions?.code).not.toBe('SERVICE_UNAVAILABLE');
  });

  it('is not ready while it drains, finishes what it has begun, and exits with 0 within 10 seconds of SIGTERM', async () => {
    const { hostname, port } = new URL(part.url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    const closed = once(socket, 'close');
    await once(socket, 'connect');
    // Half a request, which the server waits for; a health answer on a second connection shows that it has arrived.
    socket.write('GET /health/ready HTTP/1.1\r\nhost: x\r\n');
    await client.rest('GET', '/health/live');
    const at = performance.now();
    const ending = part.terminate();
    await eventually(
      async () => part.log(),
      (log) => log.includes('"stopping"'),
      5_000,
    );
    socket.end('connection: close\r\n\r\n');
    await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toContain(`"service":"${name}"`);
    expect(await ending).toBe(0);
    expect(performance.now() - at).toBeLessThan(10_000);
  });
});
