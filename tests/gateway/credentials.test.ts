import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPublicKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { makeKey, signAccessToken, signedInViewer } from './fixture-subgraphs';
import { type GatewayStack, startStack } from './gateway-stack';

let stack: GatewayStack;
beforeAll(async () => {
  stack = await startStack({ env: { VIEWER_CACHE_MS: '100' } });
});
afterAll(() => stack.stop());

const now = () => Math.floor(Date.now() / 1000);
const claims = () => ({ sub: 'u1', sid: 's1', jti: 'j', iss: 'lintel', aud: 'lintel-api', iat: now(), exp: now() + 900 });
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs with the right key, but with other claims or another header. */
const sign = (changes: Record<string, unknown> = {}, header: Record<string, unknown> = {}): string => {
  const payload = Object.fromEntries(Object.entries({ ...claims(), ...changes }).filter(([, value]) => value !== undefined));
  return jwt.sign(payload, stack.fixture.key.pem, {
    algorithm: 'ES256',
    header: { alg: 'ES256', typ: 'at+jwt', kid: 'key-1', ...header } as jwt.JwtHeader,
  });
};

const corpus: [name: string, make: () => string][] = [
  ['garbage', () => 'garbage'],
  ['three empty parts', () => '..'],
  ['no algorithm', () => `${base64({ alg: 'none', typ: 'at+jwt', kid: 'key-1' })}.${base64(claims())}.`],
  ['an algorithm in other letters', () => `${base64({ alg: 'nOnE', typ: 'at+jwt', kid: 'key-1' })}.${base64(claims())}.x`],
  [
    'the public key as an HMAC secret',
    () => {
      const pem = createPublicKey({ key: stack.fixture.key.jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
      const body = `${base64({ alg: 'HS256', typ: 'at+jwt', kid: 'key-1' })}.${base64(claims())}`;
      return `${body}.${Buffer.from(pem).toString('base64url').slice(0, 43)}`;
    },
  ],
  ['a foreign key under a known name', () => signAccessToken(makeKey('key-1'))],
  ['an unknown key', () => signAccessToken(makeKey('key-9'))],
  ['a key name that is a path', () => sign({}, { kid: '../../dev/null' })],
  ['another type', () => sign({}, { typ: 'JWT' })],
  ["a context token's type", () => sign({}, { typ: 'lintel-context+jwt' })],
  ['crit', () => sign({}, { crit: ['exp'] })],
  ['an own key in jwk', () => sign({}, { jwk: stack.fixture.key.jwk })],
  ['jku', () => sign({}, { jku: 'https://evil.example/jwks.json' })],
  ['another issuer', () => sign({ iss: 'other' })],
  ['another audience', () => sign({ aud: 'other' })],
  ['no audience', () => sign({ aud: undefined })],
  ['expired', () => sign({ iat: now() - 1_000, exp: now() - 100 })],
  ['too old, though not expired', () => sign({ iat: now() - 5_000, exp: now() + 900 })],
  ['no expiry', () => sign({ exp: undefined })],
  ['issued in the future', () => sign({ iat: now() + 600, exp: now() + 900 })],
  ['not yet valid', () => sign({ nbf: now() + 600 })],
  ['no session', () => sign({ sid: undefined })],
  ['another session', () => sign({ sid: 'unknown' })],
  ['more than 4 kB', () => sign({ filler: 'x'.repeat(5_000) })],
  ['a changed payload', () => sign().replace(/\.[^.]+\./, `.${base64({ ...claims(), sub: 'admin' })}.`)],
  ['a second spelling of the signature', () => `${sign()}=`],
  ['white space within', () => sign().replace('.', ' .')],
  ['an unknown API token', () => 'lintel_unknown'],
];

describe('credentials', () => {
  it.each(corpus)('answers 401 with one message for all causes: %s', async (_name, make) => {
    const { status, errors, data } = await stack.ask('{ kinds }', { token: make() });
    expect(status).toBe(401);
    expect(data).toBeUndefined();
    expect(errors).toEqual([{ message: 'The credential is invalid or has expired.', extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it.each(['Basic dTpw', 'Bearer', 'Token x', 'bearer'])('refuses the header %s', async (authorization) => {
    expect((await stack.ask('{ kinds }', { headers: { authorization } })).status).toBe(401);
  });

  it('serves callers without a credential as anonymous, and good ones as whom they stand for', async () => {
    expect((await stack.ask('{ me { id } }')).data).toEqual({ me: null });
    expect((await stack.ask('{ me { id } }', { token: sign() })).data).toEqual({ me: { id: 'u1' } });
    stack.fixture.viewers.set('lintel_good', { ...signedInViewer(), kind: 'token', userId: 'u7' });
    expect((await stack.ask('{ me { id } }', { token: 'lintel_good' })).data).toEqual({ me: { id: 'u7' } });
  });

  it('forgets a session within the time of its cache', async () => {
    stack.fixture.viewers.set('s5', signedInViewer('u5', 's5'));
    const token = sign({ sid: 's5', sub: 'u5' });
    expect((await stack.ask('{ me { id } }', { token })).data).toEqual({ me: { id: 'u5' } });
    stack.fixture.viewers.delete('s5');
    const revokedAt = performance.now();
    let status = 200;
    while (status === 200 && performance.now() - revokedAt < 3_000) ({ status } = await stack.ask('{ kinds }', { token }));
    expect(status).toBe(401);
    expect(performance.now() - revokedAt).toBeLessThan(1_000);
  });
});
