import type { IncomingMessage, ServerResponse } from 'node:http';

const methods = 'GET, POST, PUT, DELETE, PATCH, OPTIONS';
const requestHeaders = 'Content-Type, Authorization, X-Requested-With, Apollo-Require-Preflight, X-Apollo-Operation-Name, X-Request-Id';
const exposedHeaders = 'Content-Range, X-Content-Range';
const preflightSeconds = 86_400;

/** Cross-origin rules of every path: only listed origins learn anything. */
export function setCorsHeaders({ headers, method }: IncomingMessage, response: ServerResponse, allowed: ReadonlySet<string>): void {
  response.setHeader('vary', 'Origin');
  if (!headers.origin || !allowed.has(headers.origin)) return;
  response.setHeader('access-control-allow-origin', headers.origin);
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('access-control-expose-headers', exposedHeaders);
  if (method !== 'OPTIONS') return;
  response.setHeader('access-control-allow-methods', methods);
  response.setHeader('access-control-allow-headers', requestHeaders);
  response.setHeader('access-control-max-age', String(preflightSeconds));
}

/** Whether a page of this origin may open a WebSocket: a listed one, or the gateway's own. No Origin means no browser. */
export function isAllowedOrigin({ headers }: IncomingMessage, allowed: ReadonlySet<string>): boolean {
  const { origin, host } = headers;
  if (origin === undefined || allowed.has(origin)) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
}

/** What browsers are told about every answer. Pages replace the content policy with their own. */
export function setSecurityHeaders(response: ServerResponse): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-site');
  response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
  response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=()');
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
}

/** Apollo Sandbox is loaded from Apollo's CDN and embeds a frame of theirs. */
export const sandboxPolicy =
  "default-src 'self'; script-src 'self' 'unsafe-inline' https://embeddable-sandbox.cdn.apollographql.com https://apollo-server-landing-page.cdn.apollographql.com; style-src 'self' 'unsafe-inline' https://apollo-server-landing-page.cdn.apollographql.com https://fonts.googleapis.com; font-src https://fonts.gstatic.com https://apollo-server-landing-page.cdn.apollographql.com; img-src 'self' data: https://apollo-server-landing-page.cdn.apollographql.com; frame-src https://sandbox.embed.apollographql.com; manifest-src https://apollo-server-landing-page.cdn.apollographql.com; connect-src 'self' ws: wss: https://*.apollographql.com; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
