import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Logger } from '#platform/database/logger';
import { drainable } from '#platform/drain';
import { withRequestId } from '#platform/log';
import { portFault } from '#platform/port';
import type { GatewayConfig } from './config';
import { faultCode } from './fault-code';
import { type Exchange, HttpFault, originOf, requestIdOf, sendFault } from './http/exchange';
import { setCorsHeaders, setSecurityHeaders } from './http/headers';
import type { Router } from './http/router';

export interface HttpServer {
  server: Server;
  /** @returns the URL under which it listens */
  listen(): Promise<string>;
  /** Accepted requests finish within `graceMs`, then what is left is cut. */
  close(graceMs: number): Promise<void>;
}

const expectedDisconnects = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);
const isDisconnect = (fault: unknown): boolean => expectedDisconnects.has(faultCode(fault));

/** The gateway's public door: ids, CORS and security headers for every path, JSON for every fault. */
export function createHttpServer(options: {
  config: Pick<GatewayConfig, 'host' | 'port' | 'allowedOrigins' | 'trustedProxies' | 'headersTimeoutMs' | 'requestTimeoutMs'>;
  route: Router;
  log: Logger;
}): HttpServer {
  const { config, route, log } = options;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/', ...query] = (request.url ?? '/').split('?');
    const exchange: Exchange = {
      request,
      response,
      path,
      search: query.length ? `?${query.join('?')}` : '',
      requestId: requestIdOf(request),
      origin: originOf(request, config.trustedProxies),
    };
    setSecurityHeaders(response);
    setCorsHeaders(request, response, config.allowedOrigins);
    response.setHeader('x-request-id', exchange.requestId);
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method']) return void response.writeHead(204).end();
    await withRequestId(exchange.requestId, () => route(exchange).catch((fault: unknown) => answerFault(exchange, fault)));
  }

  function answerFault(exchange: Exchange, fault: unknown): void {
    if (!(fault instanceof HttpFault) && !isDisconnect(fault)) log.error({ err: fault, path: exchange.path }, 'a request failed');
    if (exchange.response.headersSent || exchange.response.destroyed) return void exchange.response.destroy();
    sendFault(exchange, fault instanceof HttpFault ? fault : new HttpFault(500, 'INTERNAL_SERVER_ERROR', 'Internal server error'));
  }

  const server = createServer(
    {
      headersTimeout: config.headersTimeoutMs,
      requestTimeout: config.requestTimeoutMs,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => void answer(request, response),
  );
  server.on('clientError', refuseConnection);
  const drain = drainable(server);
  return {
    server,
    listen: () =>
      new Promise((resolve, reject) => {
        const refused = (fault: Error): void => reject(portFault(fault, config.port));
        server.once('error', refused);
        server.listen(config.port, config.host, () => {
          server.off('error', refused);
          const { port } = server.address() as AddressInfo;
          resolve(`http://${config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host}:${port}`);
        });
      }),
    close: drain,
  };
}

/** What is no HTTP, or too slow, or has too many headers: answered in JSON all the same. */
function refuseConnection(fault: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || fault.code === 'ECONNRESET') return void socket.destroy();
  const [status, code] =
    fault.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ['408 Request Timeout', 'REQUEST_TIMEOUT']
      : fault.code === 'HPE_HEADER_OVERFLOW'
        ? ['431 Request Header Fields Too Large', 'HEADERS_TOO_LARGE']
        : ['400 Bad Request', 'BAD_REQUEST'];
  const body = JSON.stringify({ error: { code, message: 'The request cannot be read.' } });
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
