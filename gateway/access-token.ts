import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { BoundedMap } from './bounded-map';
import { parseJson } from './json-text';
import type { VerificationKeys } from './verification-keys';

const longestToken = 4_096;
const toleranceSeconds = 30;
const segment = /^[A-Za-z0-9_-]+$/;

const headerSchema = z.strictObject({ alg: z.literal('ES256'), typ: z.literal('at+jwt'), kid: z.string().max(200) });
const claimsSchema = z.object({ sub: z.string().min(1), sid: z.string().min(1), jti: z.string().min(1), iat: z.number(), exp: z.number() });

export interface AccessClaims {
  userId: string;
  sessionId: string;
  /** Seconds since the epoch. */
  expiresAt: number;
}

/** One text for one token: a second spelling of the same bytes is refused. */
const isCanonical = (part: string): boolean => segment.test(part) && Buffer.from(part, 'base64url').toString('base64url') === part;

function readHeader(token: string): { kid: string } | null {
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every(isCanonical)) return null;
  // strictObject also refuses crit, jwk, jku, x5c and x5u.
  return headerSchema.safeParse(parseJson(Buffer.from(parts[0]!, 'base64url').toString('utf8'))).data ?? null;
}

function verify(token: string, key: KeyObject, nowSeconds: number): AccessClaims | null {
  try {
    const payload = jwt.verify(token, key, {
      algorithms: ['ES256'],
      issuer: 'lintel',
      audience: 'lintel-api',
      maxAge: '15m',
      clockTolerance: toleranceSeconds,
      clockTimestamp: nowSeconds,
    });
    const claims = claimsSchema.safeParse(payload).data;
    if (!claims || claims.iat > nowSeconds + toleranceSeconds) return null;
    return { userId: claims.sub, sessionId: claims.sid, expiresAt: claims.exp };
  } catch (fault) {
    if (fault instanceof jwt.JsonWebTokenError) return null;
    throw fault;
  }
}

/**
 * Checks access tokens under a strict profile: ES256 only, a known key, issuer, audience, type, age, one spelling, 4 kB.
 *
 * @returns a function that answers null for a token that does not hold, whatever the reason
 */
export function createAccessTokenCheck(
  keys: VerificationKeys,
  now: () => number = Date.now,
): (token: string) => Promise<AccessClaims | null> {
  const verified = new BoundedMap<string, AccessClaims>(5_000);
  return async (token) => {
    if (token.length > longestToken) return null;
    const nowSeconds = Math.floor(now() / 1000);
    const known = verified.get(token);
    if (known) return known.expiresAt + toleranceSeconds > nowSeconds ? known : null;
    const header = readHeader(token);
    const key = header && (await keys.find(header.kid));
    const claims = key ? verify(token, key, nowSeconds) : null;
    if (claims) verified.set(token, claims);
    return claims;
  };
}
