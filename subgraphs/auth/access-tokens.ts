import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';

/** Seconds that an access token lives at most: gateways refuse older ones, whatever they say of themselves. */
export const longestAccessToken = 15 * 60;

/** Keys in JWK form, as /.well-known/jwks.json serves them. */
export interface JsonWebKeySet {
  keys: (JsonWebKey & { kid: string; alg: string; use: string })[];
}

export interface AccessTokens {
  issue(claims: { userId: string; sessionId: string; id: string; now: Date }): { token: string; expiresAt: Date };
  keySet: JsonWebKeySet;
}

/** RFC 7638 thumbprint, which names the key. */
function keyId(key: JsonWebKey): string {
  return createHash('sha256')
    .update(JSON.stringify({ crv: key.crv, kty: key.kty, x: key.x, y: key.y }))
    .digest('base64url');
}

const publicJwk = (key: KeyObject) => {
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  return { ...jwk, kid: keyId(jwk), alg: 'ES256', use: 'sig' };
};

/**
 * Access tokens signed with ES256.
 *
 * @param signingKey PEM of a P-256 private key
 * @param seconds how long they live
 * @param previousKey PEM of the key before a rotation: still served, so that its tokens live out
 */
export function createAccessTokens(signingKey: string, seconds: number, previousKey?: string): AccessTokens {
  const key = createPrivateKey(signingKey);
  const current = publicJwk(key);
  return {
    keySet: { keys: [current, ...(previousKey ? [publicJwk(createPrivateKey(previousKey))] : [])] },
    issue({ userId, sessionId, id, now }) {
      const issuedAt = Math.floor(now.getTime() / 1000);
      const expires = issuedAt + seconds;
      const token = jwt.sign({ sid: sessionId, iat: issuedAt, exp: expires }, key, {
        algorithm: 'ES256',
        issuer: 'lintel',
        audience: 'lintel-api',
        subject: userId,
        jwtid: id,
        header: { alg: 'ES256', typ: 'at+jwt', kid: current.kid },
      });
      return { token, expiresAt: new Date(expires * 1000) };
    },
  };
}
