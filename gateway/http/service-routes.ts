import { SubgraphFailure } from '../execution/transport';
import type { GatewayHealth } from '../health';
import type { VerificationKeys } from '../verification-keys';
import { HttpFault, sendJson } from './exchange';
import type { Route } from './router';

/** Health and verification keys: for orchestrators and for those who check tokens themselves. */
export function serviceRoutes({ health, keys }: { health: GatewayHealth; keys: VerificationKeys }): Route[] {
  return [
    { path: '/health', methods: { GET: (exchange) => sendJson(exchange, 200, health.report()) } },
    {
      path: '/health/live',
      methods: { GET: (exchange) => sendJson(exchange, 200, { ...health.report(), status: 'healthy', checks: {} }) },
    },
    { path: '/health/ready', methods: { GET: (exchange) => sendJson(exchange, health.ready() ? 200 : 503, health.report()) } },
    {
      path: '/.well-known/jwks.json',
      methods: {
        async GET(exchange) {
          try {
            sendJson(exchange, 200, await keys.keySet(), { 'cache-control': 'public, max-age=300' });
          } catch (fault) {
            if (fault instanceof SubgraphFailure) throw new HttpFault(503, fault.code, fault.message, { 'retry-after': '1' });
            throw fault;
          }
        },
      },
    },
  ];
}
