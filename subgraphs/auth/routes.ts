import { z } from 'zod';
import type { Route } from '#platform/subgraph/server';
import type { Services } from './context';
import { viewerOfSession } from './services/viewer';

const claim = z.union([z.object({ sessionId: z.string(), userId: z.string() }), z.object({ apiToken: z.string() })]);

/** What the gateway asks beside GraphQL: verification keys, and who a credential stands for now. */
export const routes = (services: Services): Route[] => [
  {
    method: 'GET',
    path: '/.well-known/jwks.json',
    internal: false,
    handle: async () => ({ status: 200, body: services.accessTokens.keySet, headers: { 'cache-control': 'public, max-age=300' } }),
  },
  {
    method: 'POST',
    path: '/internal/viewer',
    internal: true,
    async handle(body) {
      const parsed = claim.safeParse(JSON.parse(body));
      if (!parsed.success) return { status: 400, body: { error: 'sessionId and userId, or apiToken, are required' } };
      const viewer = 'sessionId' in parsed.data ? await viewerOfSession(services, parsed.data) : null;
      return viewer ? { status: 200, body: { viewer } } : { status: 401, body: { error: 'unknown credential' } };
    },
  },
];
