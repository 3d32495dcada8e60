import { z } from 'zod';
import { anonymous } from '#domain/access/can';
import type { Logger } from '#platform/database/logger';
import { createCall, startDeadline } from '../execution/call';
import { parseAnswer, type SubgraphAnswer } from '../execution/subgraph-answer';
import { SubgraphFailure, type SubgraphTransport } from '../execution/transport';
import { isJson, parseBody, readBody } from './body';
import { type Exchange, HttpFault, sendJson } from './exchange';
import type { Route } from './router';

const bodyLimit = 16_384;
const text = z.string().min(1).max(4_096);
const loginBody = z.object({ email: text, password: text });
const refreshBody = z.object({ refreshToken: text });

const sessionSchema = z.object({
  session: z.object({ accessToken: z.string(), accessTokenExpiresAt: z.string(), refreshToken: z.string() }).nullable(),
  user: z.object({ id: z.string(), email: z.string(), name: z.string().nullable() }).nullable(),
  userErrors: z.array(z.object({ code: z.string(), message: z.string() })),
});

const fields = '{ session { accessToken accessTokenExpiresAt refreshToken } user { id email name } userErrors { code message } }';
const operations = {
  login: `mutation RestLogin($input: LoginInput!) { payload: login(input: $input) ${fields} }`,
  refresh: `mutation RestRefresh($input: RefreshSessionInput!) { payload: refreshSession(input: $input) ${fields} }`,
};

interface Options {
  transport: SubgraphTransport;
  contextTokenSecret: string;
  deadlineMs: number;
  log: Logger;
}

/** REST for clients without GraphQL: the auth subgraph's mutations behind two paths. */
export function sessionRoutes(options: Options): Route[] {
  const answer =
    <B>(operation: string, schema: z.ZodType<B>) =>
    async (exchange: Exchange): Promise<void> => {
      const body = isJson(exchange.request) ? schema.safeParse(parseBody(await readBody(exchange.request, bodyLimit))) : undefined;
      if (!body) throw new HttpFault(400, 'BAD_USER_INPUT', 'The body must be JSON, with the content type application/json.');
      if (!body.success)
        throw new HttpFault(
          400,
          'BAD_USER_INPUT',
          `The body does not fit: ${[...new Set(body.error.issues.map((issue) => issue.path.join('.') || 'body'))].join(', ')}.`,
        );
      sendSession(exchange, options.log, await mutate(options, exchange, operation, body.data));
    };
  return [
    { path: '/api/auth/login', methods: { POST: answer(operations.login, loginBody) } },
    { path: '/api/auth/refresh', methods: { POST: answer(operations.refresh, refreshBody) } },
  ];
}

async function mutate(
  { transport, contextTokenSecret, deadlineMs }: Options,
  { origin, requestId }: Exchange,
  query: string,
  input: unknown,
): Promise<SubgraphAnswer | null> {
  const deadline = startDeadline(deadlineMs);
  const call = createCall(contextTokenSecret, { viewer: { ...anonymous, ...origin }, requestId, signal: deadline.signal });
  try {
    const response = await transport.request('auth', {
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${call.contextToken('auth')}` },
      body: JSON.stringify({ query, variables: { input } }),
      signal: deadline.signal,
      repeatable: false,
    });
    return parseAnswer(response);
  } catch (fault) {
    if (fault instanceof SubgraphFailure) throw new HttpFault(503, fault.code, fault.message, { 'retry-after': '1' });
    throw fault;
  } finally {
    deadline.end();
  }
}

/** Errors of the subgraph that mean something to whoever signs in. */
const statusByCode: Readonly<Record<string, number>> = {
  RATE_LIMITED: 429,
  SERVICE_OVERLOADED: 503,
  SERVICE_UNAVAILABLE: 503,
  QUERY_TIMEOUT: 503,
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
};

function sendSession(exchange: Exchange, log: Logger, answer: SubgraphAnswer | null): void {
  const error = answer?.errors?.[0];
  if (error) {
    const code = String(error.extensions?.['code']);
    const status = statusByCode[code];
    const retryAfter = error.extensions?.['retryAfter'];
    if (status)
      throw new HttpFault(
        status,
        code,
        String(error.message),
        status === 429 || status === 503 ? { 'retry-after': String(typeof retryAfter === 'number' ? Math.ceil(retryAfter) : 1) } : {},
      );
  }
  const payload = sessionSchema.safeParse(answer?.data?.['payload']).data;
  if (!payload) {
    log.error({ requestId: exchange.requestId }, 'the auth subgraph answered without a session payload');
    throw new HttpFault(500, 'INTERNAL_SERVER_ERROR', 'Internal server error');
  }
  const { session, user, userErrors } = payload;
  if (!session)
    throw new HttpFault(
      401,
      userErrors[0]?.code ?? 'UNAUTHENTICATED',
      userErrors[0]?.message ?? 'The credential is invalid or has expired.',
    );
  const expiresIn = Math.max(0, Math.round((Date.parse(session.accessTokenExpiresAt) - Date.now()) / 1000));
  sendJson(exchange, 200, { token: session.accessToken, refreshToken: session.refreshToken, expiresIn, user });
}
