import { createHash } from 'node:crypto';
import { z } from 'zod';
import { anonymous, type Viewer } from '#domain/access/can';
import { createAccessTokenCheck } from './access-token';
import { BoundedMap } from './bounded-map';
import { badCredential, refusal } from './errors';
import { createCall } from './execution/call';
import { SubgraphFailure, type SubgraphTransport } from './execution/transport';
import { parseJson } from './json-text';
import type { VerificationKeys } from './verification-keys';

/** From where a request comes. */
export interface Origin {
  ip: string | null;
  userAgent: string | null;
}

/** Who asks, as far as it is proven. */
export interface Caller {
  viewer: Viewer;
  /** Names the credential without revealing it; what limits are counted by. */
  key: string;
  /** Milliseconds since the epoch; null for a credential that does not expire by itself. */
  expiresAt: number | null;
}

export interface Credentials {
  /**
   * @param authorization the header's value; absent means an anonymous caller
   * @param maxAgeMs how old the answer about the session may be; by default the configured cache time
   * @throws GraphQLError UNAUTHENTICATED with HTTP status 401 for any credential that does not hold
   * @throws GraphQLError SUBGRAPH_UNAVAILABLE with HTTP status 503 when nobody can say whether it holds
   */
  identify(authorization: string | undefined, origin: Origin, requestId: string, maxAgeMs?: number): Promise<Caller>;
}

type Claim = { sessionId: string; userId: string } | { apiToken: string };

interface Known {
  viewer: Viewer | null;
  at: number;
}

const apiTokenPattern = /^lintel_[A-Za-z0-9_-]{1,200}$/;
// Nobody can revoke a session through an auth subgraph that is away, so the last answer holds for a while.
const staleForMs = 60_000;

const viewerSchema = z.object({
  viewer: z.object({
    kind: z.enum(['user', 'token']),
    userId: z.string().nullable(),
    sessionId: z.string().nullable().default(null),
    memberships: z.array(z.object({ organizationId: z.string(), role: z.string().nullable(), scopes: z.array(z.string()) })),
  }),
});

export function createCredentials(options: {
  transport: SubgraphTransport;
  keys: VerificationKeys;
  contextTokenSecret: string;
  cacheMs: number;
  now?: () => number;
}): Credentials {
  const { transport, contextTokenSecret, cacheMs, now = Date.now } = options;
  const checkAccessToken = createAccessTokenCheck(options.keys, now);
  const viewers = new BoundedMap<string, Known>(10_000);
  const asking = new Map<string, Promise<Viewer | null>>();

  async function ask(claim: Claim, requestId: string): Promise<Viewer | null> {
    const token = createCall(contextTokenSecret, { viewer: anonymous, requestId, signal: neverAborts }).contextToken('auth');
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await transport.request('auth', {
      method: 'POST',
      path: '/internal/viewer',
      headers,
      body: JSON.stringify(claim),
      repeatable: true,
      timeoutMs: 5_000,
    });
    if (response.status === 401) return null;
    const parsed = response.status === 200 ? viewerSchema.safeParse(parseJson(response.text)) : undefined;
    if (!parsed?.success) throw new SubgraphFailure('SUBGRAPH_UNAVAILABLE', 'auth', `status ${response.status}`);
    return { ...anonymous, ...(parsed.data.viewer as Viewer) };
  }

  async function resolve(key: string, claim: Claim, requestId: string, maxAgeMs: number): Promise<Viewer | null> {
    const known = viewers.get(key);
    if (known && now() - known.at < maxAgeMs) return known.viewer;
    const pending = asking.get(key) ?? ask(claim, requestId);
    asking.set(key, pending);
    // Counted from before the question: what changes while it is answered shows within the cache's time.
    const at = now();
    try {
      const viewer = await pending;
      viewers.set(key, { viewer, at });
      return viewer;
    } catch (fault) {
      if (fault instanceof SubgraphFailure && known && now() - known.at < staleForMs) return known.viewer;
      throw fault;
    } finally {
      asking.delete(key);
    }
  }

  async function claimOf(token: string): Promise<{ claim: Claim; key: string; expiresAt: number | null } | null> {
    if (apiTokenPattern.test(token))
      return { claim: { apiToken: token }, key: `token:${createHash('sha256').update(token).digest('base64url')}`, expiresAt: null };
    const claims = await checkAccessToken(token);
    if (!claims) return null;
    const { sessionId, userId, expiresAt } = claims;
    return { claim: { sessionId, userId }, key: `session:${sessionId}:${userId}`, expiresAt: expiresAt * 1000 };
  }

  return {
    async identify(authorization, origin, requestId, maxAgeMs = cacheMs) {
      if (authorization === undefined || authorization === '')
        return { viewer: { ...anonymous, ...origin }, key: `ip:${origin.ip}`, expiresAt: null };
      const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      if (!token) throw badCredential();
      try {
        const presented = await claimOf(token);
        const viewer = presented && (await resolve(presented.key, presented.claim, requestId, maxAgeMs));
        if (!viewer) throw badCredential();
        return { viewer: { ...viewer, ...origin }, key: presented.key, expiresAt: presented.expiresAt };
      } catch (fault) {
        if (!(fault instanceof SubgraphFailure)) throw fault;
        throw refusal(fault.code, fault.message, { status: 503, headers: new Map([['retry-after', '1']]), service: 'auth' });
      }
    },
  };
}

const neverAborts = new AbortController().signal;
