import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { Admission } from '../admission';
import type { GatewayConfig } from '../config';
import type { Caller, Credentials } from '../credentials';
import { createCall, startDeadline } from '../execution/call';
import type { ApolloContext } from './apollo';
import { isJson, parseBody, readBody } from './body';
import type { Exchange } from './exchange';
import { sandboxPolicy } from './headers';
import type { Route } from './router';

interface Options {
  apollo: ApolloServer<ApolloContext>;
  admission: Admission;
  credentials: Credentials;
  config: Pick<GatewayConfig, 'body' | 'contextTokenSecret' | 'operationDeadlineMs'>;
}

class ClientGone extends Error {}

/** `/graphql`: GraphQL over HTTP, and in a browser Apollo Sandbox. */
export function graphqlRoute(options: Options): Route {
  const handle = (exchange: Exchange): Promise<void> => answer(options, exchange);
  return { path: '/graphql', methods: { GET: handle, POST: handle } };
}

async function answer({ apollo, admission, credentials, config }: Options, exchange: Exchange): Promise<void> {
  const { request, response, requestId, origin, search } = exchange;
  let identified: Promise<Caller> | undefined;
  const identify = (): Promise<Caller> => (identified ??= credentials.identify(request.headers.authorization, origin, requestId));
  const body = await readGraphqlBody(exchange, config.body, identify);
  const deadline = startDeadline(config.operationDeadlineMs);
  const progress: ApolloContext['progress'] = { changesData: false };
  // A change goes on when its caller has gone: it could not be told whether it happened.
  response.once('close', () => {
    if (!response.writableFinished && !progress.changesData) deadline.abort(new ClientGone());
  });
  try {
    const result = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method === 'HEAD' ? 'GET' : request.method!, headers: headersOf(exchange), search, body },
      async context() {
        const caller = await identify();
        const source = sourceOf(body, search);
        const fault = source === undefined ? undefined : admission.checkSize(source);
        if (fault) throw fault;
        return {
          caller,
          progress,
          call: createCall(config.contextTokenSecret, { viewer: caller.viewer, requestId, signal: deadline.signal }),
        };
      },
    });
    if (result.body.kind !== 'complete') throw new Error('incremental delivery is not offered');
    for (const [name, value] of result.headers) response.setHeader(name, value);
    if (result.headers.get('content-type')?.startsWith('text/html')) response.setHeader('content-security-policy', sandboxPolicy);
    response.writeHead(result.status ?? 200);
    response.end(result.body.string);
  } finally {
    deadline.end();
  }
}

/** @returns undefined for a request without JSON, which Apollo Server then refuses in its own words */
async function readGraphqlBody({ request }: Exchange, limits: GatewayConfig['body'], identify: () => Promise<Caller>): Promise<unknown> {
  if (request.method !== 'POST') return undefined;
  const bytes = await readBody(request, limits.bytes, async () =>
    request.headers.authorization && (await isSignedIn(identify)) ? limits.signedInBytes : limits.bytes,
  );
  return isJson(request) ? parseBody(bytes) : undefined;
}

const isSignedIn = (identify: () => Promise<Caller>): Promise<boolean> =>
  identify().then(
    (caller) => caller.viewer.kind !== 'anonymous',
    // Why it does not hold is answered, if the body is small enough to be read.
    () => false,
  );

function sourceOf(body: unknown, search: string): string | undefined {
  const source =
    body === undefined
      ? new URLSearchParams(search).get('query')
      : typeof body === 'object' && body !== null && 'query' in body
        ? body.query
        : undefined;
  return typeof source === 'string' ? source : undefined;
}

function headersOf({ request }: Exchange): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  return headers;
}
