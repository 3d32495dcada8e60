import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { parse, type GraphQLSchema } from 'graphql';
import { verifyContextToken, type CallContext } from '../context-token';
import type { Health } from '../health';
import type { Logger } from '../database/logger';
import { drainable } from '../drain';
import { withRequestId } from '../log';
import { BodyTooLarge, readBody, sendJson } from './http';
import { maskError } from './masking';
import { serveSubscriptions } from './subscriptions';

const drainGraceMs = 5_000;

/** A plain HTTP route beside /graphql, e.g. JWKS; internal ones are only for callers with a context token. */
export interface Route {
  method: 'GET' | 'POST';
  path: string;
  internal: boolean;
  handle(body: string, call: CallContext | null): Promise<{ status: number; body: unknown; headers?: Record<string, string> }>;
}

export interface SubgraphServerOptions<C extends object> {
  /** Name in the supergraph, which is also the audience of its context tokens. */
  name: string;
  host: string;
  /** 0: any free port. */
  port: number;
  typeDefs: string;
  resolvers: GraphQLResolverMap<unknown>;
  contextSecret: string;
  createContext(call: CallContext): C;
  health: Health;
  log: Logger;
  routes?: Route[];
  /** Bytes of one request; blueprints of 10,000 resources go through. */
  bodyLimit?: number;
}

export interface SubgraphServer {
  url: string;
  schema: GraphQLSchema;
  stop(): Promise<void>;
}

/** The bootstrap of every subgraph: GraphQL over HTTP and WebSocket for callers with a context token, health for everybody. */
export async function startSubgraphServer<C extends object>(options: SubgraphServerOptions<C>): Promise<SubgraphServer> {
  const { name, log, health, contextSecret } = options;
  const schema = buildSubgraphSchema([{ typeDefs: parse(options.typeDefs), resolvers: options.resolvers }]);
  const apollo = new ApolloServer<C>({
    schema,
    introspection: false,
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    hideSchemaDetailsFromClientErrors: true,
    persistedQueries: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    formatError: (formatted, fault) => maskError(formatted, fault, log),
    logger: {
      debug: (m) => log.debug({}, String(m)),
      info: (m) => log.info({}, String(m)),
      warn: (m) => log.warn({}, String(m)),
      error: (m) => log.error({}, String(m)),
    },
  });
  await apollo.start();

  const callOf = (authorization: string | undefined): CallContext | null =>
    authorization?.startsWith('Bearer ')
      ? verifyContextToken({ secret: contextSecret, audience: name, token: authorization.slice(7) })
      : null;

  async function answerGraphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = callOf(request.headers.authorization);
    if (!call)
      return sendJson(response, 401, { errors: [{ message: 'A context token is required.', extensions: { code: 'UNAUTHENTICATED' } }] });
    if (request.method !== 'POST')
      return sendJson(response, 405, { errors: [{ message: 'POST only.', extensions: { code: 'BAD_REQUEST' } }] }, { allow: 'POST' });
    const text = await readBody(request, options.bodyLimit ?? 16_000_000);
    await withRequestId(call.requestId, async () => {
      const headers = new HeaderMap([['content-type', 'application/json']]);
      const answer = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: 'POST', headers, search: '', body: JSON.parse(text) as unknown },
        context: async () => options.createContext(call),
      });
      response.statusCode = answer.status ?? 200;
      for (const [key, value] of answer.headers) response.setHeader(key, value);
      if (answer.body.kind !== 'complete') throw new Error('incremental delivery is not used between gateway and subgraphs');
      response.end(answer.body.string);
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0]!;
    if (path === '/graphql') return answerGraphql(request, response);
    if (path === '/health') return sendJson(response, 200, health.report());
    if (path === '/health/live') return sendJson(response, 200, { status: 'healthy', service: name });
    if (path === '/health/ready') return sendJson(response, health.ready() ? 200 : 503, health.report());
    const route = options.routes?.find((one) => one.path === path && one.method === request.method);
    const call = route?.internal ? callOf(request.headers.authorization) : null;
    if (!route || (route.internal && !call))
      return sendJson(response, route ? 401 : 404, { error: route ? 'unauthenticated' : 'not found' });
    const reply = await route.handle(await readBody(request, 100_000), call);
    sendJson(response, reply.status, reply.body, reply.headers);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((err: unknown) => {
      if (response.headersSent) return void response.destroy();
      if (err instanceof BodyTooLarge) return sendJson(response, 413, { error: 'too large' }, { connection: 'close' });
      if (err instanceof SyntaxError) return sendJson(response, 400, { error: 'malformed JSON' });
      log.error({ err }, 'a request failed');
      sendJson(response, 500, { error: 'internal server error' });
    });
  });
  server.keepAliveTimeout = 65_000;
  const drain = drainable(server);
  const sockets = serveSubscriptions({
    server,
    schema,
    log,
    callOf: (authorization) => callOf(authorization),
    createContext: options.createContext,
  });
  await listen(server, options.port, options.host);
  const { port } = server.address() as AddressInfo;
  log.info({ port }, 'listening');
  return {
    url: `http://${options.host}:${port}`,
    schema,
    async stop() {
      health.drain();
      await sockets.stop();
      await drain(drainGraceMs);
      await apollo.stop();
      health.stop();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
