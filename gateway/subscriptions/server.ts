import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, makeServer, type Server as ProtocolServer } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '#platform/database/logger';
import type { GatewayConfig } from '../config';
import type { Credentials } from '../credentials';
import { refusal } from '../errors';
import { originOf, requestIdOf } from '../http/exchange';
import { isAllowedOrigin } from '../http/headers';
import type { GraphSource } from '../supergraph';
import { ClientSocket, closeCodes } from './client-socket';
import type { SocketOperations } from './operations';
import { SocketSession } from './session';

export interface SubscriptionServer {
  /** Closes every socket with 1001 and takes no more. */
  stop(): Promise<void>;
}

interface Options {
  server: Server;
  operations: SocketOperations;
  credentials: Credentials;
  graphs: GraphSource;
  config: Pick<GatewayConfig, 'allowedOrigins' | 'trustedProxies' | 'sockets'>;
  log: Logger;
}

interface Extra {
  session: SocketSession;
  close(code: number, reason: string): void;
}

type Payload = Record<string, unknown> | undefined;

/** A credential in a message's payload: undefined when there is none, null when it is no text. */
function authorizationIn(payload: Payload): string | null | undefined {
  const value = payload?.['authorization'] ?? payload?.['Authorization'];
  return value === undefined || typeof value === 'string' ? value : null;
}

const goingAwayMs = 1_000;

/** graphql-transport-ws on /graphql. */
export function serveSubscriptions({ server, operations, credentials, graphs, config, log }: Options): SubscriptionServer {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: config.sockets.messageBytes,
    perMessageDeflate: false,
  });
  const protocol = createProtocol(operations, config.sockets.initTimeoutMs);
  const sessions = new Set<SocketSession>();
  let stopping = false;

  function open(socket: WebSocket, request: IncomingMessage): void {
    const client = new ClientSocket(socket, config.sockets, () => close(closeCodes.tooSlow, 'Too slow: resume from the last cursor'));
    const session = new SocketSession(
      requestIdOf(request),
      originOf(request, config.trustedProxies),
      credentials,
      config.sockets.recheckMs,
      close,
    );
    let finished = false;

    // A close frame may wait behind unread data for long: the operations end at once.
    function close(code: number, reason: string): void {
      client.close(code, reason);
      finish(code, reason);
    }
    function finish(code: number, reason: string): void {
      if (finished) return;
      finished = true;
      session.dispose();
      sessions.delete(session);
      closed(code, reason).catch(fail);
    }
    sessions.add(session);
    function fail(err: unknown): void {
      log.error({ err, requestId: session.requestId }, 'a socket failed');
      close(closeCodes.internal, 'Internal server error');
    }
    const extra: Extra = { session, close };
    const closed: (code: number, reason: string) => Promise<void> = protocol.opened(
      {
        protocol: socket.protocol,
        send: (message) => client.send(message),
        close: (code = closeCodes.internal, reason = '') => client.close(code, reason),
        onMessage: (handle) => socket.on('message', (data) => void handle(String(data)).catch(fail)),
      },
      extra,
    );
    // Frames that break the rules of WebSocket: ws itself closes with 1009 or 1002.
    socket.on('error', (err) => log.debug({ err, requestId: session.requestId }, 'a socket broke the protocol'));
    socket.once('close', (code, reason) => finish(code, String(reason)));
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', (err) => log.debug({ err }, 'an upgrade broke off'));
    if (stopping) return refuse(socket, '503 Service Unavailable');
    if (request.url?.split('?')[0] !== '/graphql') return refuse(socket, '404 Not Found');
    if (!isAllowedOrigin(request, config.allowedOrigins)) return refuse(socket, '403 Forbidden');
    sockets.handleUpgrade(request, socket, head, open);
  }

  server.on('upgrade', upgrade);
  const forget = graphs.onReload(() =>
    sessions.forEach((session) =>
      session.endStreams(refusal('SUBSCRIPTION_ENDED', 'The schema has changed: subscribe again from the last cursor.')),
    ),
  );
  return {
    async stop() {
      stopping = true;
      forget();
      const open = [...sockets.clients];
      await Promise.all(open.map(leave));
      sockets.close();
    },
  };
}

function refuse(socket: Duplex, status: string): void {
  const body = JSON.stringify({ error: { code: 'UPGRADE_REFUSED', message: status } });
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function leave(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), goingAwayMs);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(closeCodes.goingAway, 'Going away');
  });
}

function createProtocol(operations: SocketOperations, initTimeoutMs: number): ProtocolServer<Extra> {
  return makeServer<Payload, Extra>({
    connectionInitWaitTimeout: initTimeoutMs,
    async onConnect({ connectionParams, extra }) {
      const authorization = authorizationIn(connectionParams);
      return authorization !== null && (await extra.session.signIn(authorization));
    },
    async onPing({ acknowledged, extra }, payload) {
      const authorization = authorizationIn(payload);
      if (!acknowledged || authorization === undefined) return;
      if (authorization === null || !(await extra.session.signIn(authorization))) extra.close(closeCodes.forbidden, 'Forbidden');
    },
    onSubscribe: ({ subscriptions, extra }, _id, payload) => operations.admit(extra.session, Object.keys(subscriptions).length, payload),
    execute: (args) => operations.execute(args),
    subscribe: (args) => operations.subscribe(args),
    onError: ({ extra }, _id, _payload, errors) => operations.publish(extra.session, errors),
    onNext: ({ extra }, _id, _payload, _args, result) =>
      result.errors ? { ...result, errors: operations.publish(extra.session, result.errors) } : undefined,
  });
}
