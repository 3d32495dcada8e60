import { type Client, createClient as createSocketClient, type FormattedExecutionResult } from 'graphql-ws';
import type { Credential } from './credential';
import { errorOfGraphQL, type GraphQLFault, LintelError } from './error';
import type { TypedDocumentString } from './generated/operations';
import { resume, type Resumable, waitUnlessAborted } from './resume';

/** State of the one socket that all streams of a client share. */
export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'disconnected';

/** What `createLive` needs. */
export interface LiveOptions {
  /** Absolute ws: or wss: URL of the GraphQL endpoint. */
  endpoint: string;
  credential: Credential;
  /** A WebSocket class, e.g. of the npm package ws; by default the platform's own. */
  webSocket?: unknown;
}

/** Options of a stream. */
export interface WatchOptions {
  /** Ends the stream. */
  signal?: AbortSignal;
}

/** Streams over graphql-ws. */
export interface Live {
  /** Follows one subscription across broken connections; `pick` takes the event out of the data. */
  watch<Data, Variables extends { after?: string | null }, Event extends Resumable>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    pick: (data: Data) => Event,
    options?: WatchOptions,
  ): AsyncGenerator<Event, void, undefined>;
  /** Calls the listener with the present state and with every change; returns what ends it. */
  onConnection(listener: (state: ConnectionState) => void): () => void;
  /** Ends all streams and closes the socket. */
  dispose(): Promise<void>;
}

const keepAliveMs = 20_000;
const pongWithinMs = 5_000;
const acknowledgedWithinMs = 10_000;

/** One lazy socket: opened with the first stream, closed with the last. */
export function createLive(options: LiveOptions): Live {
  const disposal = new AbortController();
  const listeners = new Set<(state: ConnectionState) => void>();
  let state: ConnectionState = 'idle';
  let socket: Client | undefined;
  let usedToken: string | undefined;

  const enter = (next: ConnectionState) => {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener(next);
  };
  const connectionParams = async () => {
    usedToken = await options.credential.current();
    return usedToken === undefined ? {} : { authorization: `Bearer ${usedToken}` };
  };
  const connect = () => (socket ??= createSocket(options, connectionParams, enter));

  return {
    watch: (document, variables, pick, watchOptions = {}) => {
      const signal = watchOptions.signal ? AbortSignal.any([watchOptions.signal, disposal.signal]) : disposal.signal;
      return resume({
        // The socket client may reopen a stream by itself and then sends these variables again, so they always hold the last cursor.
        open: (after) => readStream(connect(), { query: document.toString(), variables: { ...variables, after } }, pick, signal),
        after: variables.after ?? undefined,
        renew: async () => (await options.credential.renew(usedToken)) !== undefined,
        wait: (milliseconds) => waitUnlessAborted(milliseconds, signal),
        now: () => performance.now(),
        random: Math.random,
        signal,
      });
    },
    onConnection: (listener) => {
      listeners.add(listener);
      listener(state);
      return () => void listeners.delete(listener);
    },
    dispose: async () => {
      disposal.abort();
      listeners.clear();
      await socket?.dispose();
    },
  };
}

interface StreamRequest {
  query: string;
  variables: Record<string, unknown>;
}

async function* readStream<Data, Event extends Resumable>(
  client: Client,
  request: StreamRequest,
  pick: (data: Data) => Event,
  signal: AbortSignal,
): AsyncGenerator<Event, void, undefined> {
  const results = client.iterate<Record<string, unknown>>(request as StreamRequest & Record<string, unknown>);
  const stop = () => void results.return?.();
  signal.addEventListener('abort', stop);
  try {
    for await (const result of results) {
      const event = pick(dataOf(result) as Data);
      request.variables.after = event.cursor;
      yield event;
    }
  } catch (fault) {
    throw errorOfStream(fault);
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

function dataOf(result: FormattedExecutionResult<Record<string, unknown>, unknown>): unknown {
  if (result.errors?.length) throw errorOfGraphQL(result.errors as readonly GraphQLFault[], { data: result.data });
  if (!result.data) throw new LintelError({ code: 'INVALID_RESPONSE', message: 'The stream sent an event without data.' });
  return result.data;
}

function createSocket(
  options: LiveOptions,
  connectionParams: () => Promise<Record<string, unknown>>,
  enter: (state: ConnectionState) => void,
): Client {
  const webSocketImpl = options.webSocket ?? (globalThis as { WebSocket?: unknown }).WebSocket;
  if (!webSocketImpl) {
    throw new LintelError({
      code: 'WEBSOCKET_UNAVAILABLE',
      message: 'This platform has no WebSocket: pass one, e.g. createClient({ url, webSocket: WebSocket from "ws" }).',
    });
  }
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  const client = createSocketClient({
    url: options.endpoint,
    webSocketImpl,
    connectionParams,
    retryAttempts: 0, // its retry restarts a stream where it once began; resume() goes on where it broke
    keepAlive: keepAliveMs,
    connectionAckWaitTimeout: acknowledgedWithinMs,
    on: {
      connecting: () => enter('connecting'),
      connected: () => enter('connected'),
      closed: (event) => {
        clearTimeout(pongTimer);
        enter((event as { code?: number }).code === 1000 ? 'idle' : 'disconnected');
      },
      error: () => enter('disconnected'),
      ping: (received) => {
        if (!received) pongTimer = setTimeout(() => client.terminate(), pongWithinMs);
      },
      pong: (received) => {
        if (received) clearTimeout(pongTimer);
      },
    },
  });
  return client;
}

/** Close codes of graphql-transport-ws after which opening the same stream again cannot help. */
const hopelessCloseCodes: ReadonlySet<number> = new Set([1002, 1003, 1007, 1008, 1009, 1010, 4004, 4005, 4400, 4406, 4409]);
const refusedCloseCodes: ReadonlySet<number> = new Set([4401, 4403]);

/** What ended a stream, as a LintelError: GraphQL errors, a close event, a socket error, or a LintelError already. */
export function errorOfStream(fault: unknown): LintelError {
  if (fault instanceof LintelError) return fault;
  if (Array.isArray(fault)) return errorOfGraphQL(fault as GraphQLFault[]);
  const { code, reason } = (typeof fault === 'object' && fault !== null ? fault : {}) as { code?: unknown; reason?: unknown };
  const words = typeof reason === 'string' && reason ? `: ${reason}` : '';
  if (typeof code === 'number' && refusedCloseCodes.has(code))
    return new LintelError({ code: 'UNAUTHENTICATED', message: `The server refused the connection${words}.`, cause: fault });
  if (typeof code === 'number' && hopelessCloseCodes.has(code))
    return new LintelError({ code: 'INVALID_RESPONSE', message: `The connection ended with close code ${code}${words}.`, cause: fault });
  return new LintelError({ code: 'NETWORK_ERROR', message: `The live connection broke${words}.`, cause: fault });
}
