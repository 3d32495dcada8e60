const hostName = /^[A-Za-z0-9.:[\]-]+$/;

/**
 * The content policy of a page: everything from our own files, live data over a WebSocket to the host that served it.
 * GraphiQL's editor writes style elements and brings its fonts and icons as data; the console needs neither.
 *
 * @param host the request's Host header: not every browser takes 'self' for ws: and wss: too
 */
export function pagePolicy(path: string, host: string | undefined): string {
  const isGraphiql = path === '/graphiql' || path.startsWith('/graphiql/');
  const sockets = host !== undefined && hostName.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    isGraphiql ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'",
    isGraphiql ? "font-src 'self' data:" : "font-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self'${sockets}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
