import { hkdfSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Viewer } from '#domain/access/can';

export interface CallContext {
  viewer: Viewer;
  requestId: string;
}

const longestLifetimeSeconds = 60;
const keys = new Map<string, Buffer>();

/** Each audience has a key of its own, so that one subgraph's key opens no other subgraph. */
function keyOf(secret: string, audience: string): Buffer {
  const name = `${audience}\0${secret}`;
  const known = keys.get(name);
  if (known) return known;
  const key = Buffer.from(hkdfSync('sha256', secret, 'lintel-context', audience, 32));
  keys.set(name, key);
  return key;
}

/**
 * Vouches for who is asking towards one subgraph.
 *
 * @param issuer who signs: gateway, or the subgraph that asks a peer
 * @param audience the subgraph that is asked
 * @param lifetimeSeconds at most 60
 */
export function signContextToken(
  call: CallContext & { secret: string; issuer: string; audience: string; lifetimeSeconds?: number },
): string {
  return jwt.sign({ viewer: call.viewer, rid: call.requestId }, keyOf(call.secret, call.audience), {
    algorithm: 'HS256',
    issuer: call.issuer,
    audience: call.audience,
    expiresIn: Math.min(call.lifetimeSeconds ?? longestLifetimeSeconds, longestLifetimeSeconds),
    header: { alg: 'HS256', typ: 'lintel-context+jwt' },
  });
}

/** @returns null when the token is not one that was signed for this audience within the last minute */
export function verifyContextToken({
  secret,
  audience,
  token,
}: {
  secret: string;
  audience: string;
  token: string;
}): (CallContext & { issuer: string }) | null {
  if (token.length > 64_000) return null;
  try {
    const { header, payload } = jwt.verify(token, keyOf(secret, audience), {
      algorithms: ['HS256'],
      audience,
      maxAge: longestLifetimeSeconds,
      complete: true,
      clockTolerance: 5,
    });
    if (header.typ !== 'lintel-context+jwt' || typeof payload === 'string' || !payload.viewer || !payload.iss) return null;
    return { viewer: payload.viewer as Viewer, requestId: String(payload.rid), issuer: payload.iss };
  } catch (fault) {
    if (fault instanceof jwt.JsonWebTokenError) return null;
    throw fault;
  }
}
