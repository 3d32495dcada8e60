import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { getOperationAST, GraphQLError, Kind, parse, type DocumentNode } from 'graphql';
import { createClient } from 'graphql-ws';
import type { Session } from '#sdk/session';

/** GraphiQL's way to the graph: calls over HTTP and subscriptions over WebSocket, both with the session's token where there is one. */
export interface GraphAccess {
  fetcher: Fetcher;
  /** Ends the subscriptions that still run. */
  close(): void;
}

/** @param origin of the server, e.g. http://localhost:3000 */
export function openGraph(session: Session, origin: string): GraphAccess {
  const url = new URL('/graphql', origin).href;
  const socket = createClient({
    url: url.replace(/^http/, 'ws'),
    retryAttempts: 0, // a broken stream is shown as one: GraphiQL could not tell a repeated event from a new one
    connectionParams: async () => {
      const token = await session.token();
      return token === undefined ? {} : { authorization: `Bearer ${token}` };
    },
  });
  const send = createGraphiQLFetcher({ url, wsClient: socket, fetch: authorized(session), enableIncrementalDelivery: false });
  return {
    fetcher: (params, options) => {
      const documentAST = documentOf(params.query, params.operationName);
      return send(params, { ...options, ...(documentAST && { documentAST }) });
    },
    close: () => void socket.dispose(),
  };
}

/**
 * The operation that will run, as a document. GraphiQL parses what is typed a moment later, so that a quick Ctrl+Enter
 * would send a new subscription the way of the former query.
 */
function documentOf(query: string, operationName: string | null | undefined): DocumentNode | undefined {
  try {
    const operation = getOperationAST(parse(query), operationName);
    if (!operation) return undefined;
    // Without the name when none was asked for: the toolkit compares the two.
    return { kind: Kind.DOCUMENT, definitions: [operationName ? operation : { ...operation, name: undefined }] };
  } catch (fault) {
    if (fault instanceof GraphQLError) return undefined; // the server says where the syntax is wrong
    throw fault;
  }
}

/** A header that was typed into GraphiQL wins over the session. A refused token is renewed once: nothing ran, so nothing repeats. */
function authorized(session: Session): typeof fetch {
  return async (input, init) => {
    if (new Headers(init?.headers).has('authorization')) return fetch(input, init);
    const token = await session.token();
    const response = await fetch(input, withToken(init, token));
    if (response.status !== 401 || token === undefined) return response;
    return fetch(input, withToken(init, await session.token({ rejected: token })));
  };
}

function withToken(init: RequestInit | undefined, token: string | undefined): RequestInit | undefined {
  if (token === undefined) return init;
  const headers = new Headers(init?.headers);
  headers.set('authorization', `Bearer ${token}`);
  return { ...init, headers };
}
