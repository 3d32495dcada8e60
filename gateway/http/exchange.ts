import type { IncomingMessage, ServerResponse } from 'node:http';
import { newId } from '#platform/identifier';
import type { Origin } from '../credentials';

/** One request and its answer. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  /** With the question mark; empty without a query. */
  search: string;
  requestId: string;
  origin: Origin;
}

/** An answer instead of the wanted one: always JSON, never with inner details. */
export class HttpFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

const saneId = /^[A-Za-z0-9._:-]{8,64}$/;

export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && saneId.test(given) ? given : newId();
}

/** @param trustedProxies how many proxies of ours append to X-Forwarded-For; what stands before their entries is hearsay */
function addressOf(request: IncomingMessage, trustedProxies: number): string | null {
  const direct = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? null;
  if (!trustedProxies) return direct;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  return forwarded.at(-Math.min(trustedProxies, forwarded.length)) ?? direct;
}

export function originOf(request: IncomingMessage, trustedProxies: number): Origin {
  return { ip: addressOf(request, trustedProxies), userAgent: request.headers['user-agent']?.slice(0, 300) ?? null };
}

export function sendJson(
  { response }: Pick<Exchange, 'response'>,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
}

/** GraphQL clients find `errors`, everybody else finds `error`. */
export function sendFault(exchange: Pick<Exchange, 'response' | 'path' | 'requestId'>, fault: HttpFault): void {
  const body =
    exchange.path === '/graphql'
      ? { errors: [{ message: fault.message, extensions: { code: fault.code, requestId: exchange.requestId } }] }
      : { error: { code: fault.code, message: fault.message, requestId: exchange.requestId } };
  sendJson(exchange, fault.status, body, fault.headers);
}
