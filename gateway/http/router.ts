import { type Exchange, HttpFault } from './exchange';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'LOCK' | 'UNLOCK';

/** What answers under a path. A path that ends in `/*` stands for all below it. */
export interface Route {
  path: string;
  methods: Partial<Record<Method, (exchange: Exchange) => Promise<void> | void>>;
}

export type Router = (exchange: Exchange) => Promise<void>;

const fits = (route: Route, path: string): boolean =>
  route.path.endsWith('/*') ? path.startsWith(route.path.slice(0, -1)) : route.path === path;

/** Finds the handler of a request; HEAD is answered like GET, and Node leaves the body out. */
export function createRouter(routes: readonly Route[]): Router {
  return async (exchange) => {
    const route = routes.find((one) => fits(one, exchange.path));
    if (!route) throw new HttpFault(404, 'NOT_FOUND', 'There is nothing at this path.');
    const method = exchange.request.method === 'HEAD' ? 'GET' : exchange.request.method;
    const allow = [...Object.keys(route.methods), ...(route.methods.GET ? ['HEAD'] : []), 'OPTIONS'].join(', ');
    const handler = route.methods[method as Method];
    if (handler) return handler(exchange);
    if (method !== 'OPTIONS') throw new HttpFault(405, 'METHOD_NOT_ALLOWED', `Allowed here: ${allow}.`, { allow });
    exchange.response.writeHead(204, { allow }).end();
  };
}
