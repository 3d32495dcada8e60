import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { generateKeyPairSync, randomUUID, type JsonWebKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { TestClient, type GraphqlError, type Payload } from '../kit/client';
import { eventually } from '../kit/eventually';
import { addMember } from '../kit/membership';
import { PASSWORD, seed, type Owner } from '../kit/seed';
import { sharedStack, startStack, type OwnStack, type Stack } from '../kit/stack';

jest.setTimeout(30_000);

const USER_ERRORS = 'userErrors { code message path }';
const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken refreshToken accessTokenExpiresAt refreshTokenExpiresAt } user { id email name } organization { id slug name members { nodes { role user { id } } } } ${USER_ERRORS} } }`;
const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) { session { accessToken refreshToken } user { id } ${USER_ERRORS} } }`;
const REFRESH = `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { session { accessToken refreshToken } user { id } ${USER_ERRORS} } }`;
const LOGOUT = `mutation ($input: LogoutInput) { logout(input: $input) { endedSessions ${USER_ERRORS} } }`;
const ME = '{ me { id email name memberships { role organization { id } } } }';

interface Tokens {
  accessToken: string;
  refreshToken: string;
}
interface SessionPayload {
  session: Tokens | null;
  user: { id: string; email: string; name: string | null } | null;
  organization?: { id: string; slug: string; name: string; members: { nodes: { role: string; user: { id: string } }[] } } | null;
}

let stack: Stack;
let anyone: TestClient;
beforeAll(async () => {
  stack = await sharedStack();
  anyone = new TestClient(stack.url);
}, 60_000);

const newEmail = (): string => `person-${randomUUID()}@example.com`;
const signUp = (input: object): Promise<Payload<SessionPayload>> =>
  anyone.payload(SIGN_UP, { input: { email: newEmail(), password: PASSWORD, organizationName: 'Shop', ...input } });
const login = (email: string, password = PASSWORD, client = anyone): Promise<Payload<SessionPayload>> =>
  client.payload(LOGIN, { input: { email, password } });
const refresh = (refreshToken: string): Promise<Payload<SessionPayload>> => anyone.payload(REFRESH, { input: { refreshToken } });
const newOwner = (): Promise<Owner> => seed(stack.url).owner();

/** Resolves when the gateway no longer takes the credential. */
const refused = (client: TestClient, withinMs = 5_500) =>
  eventually(
    () => client.raw(ME),
    ({ status }) => status === 401,
    withinMs,
  );

describe('signUp', () => {
  it('makes a user, an organisation that the user owns, and a session that works', async () => {
    const email = newEmail();
    const { session, user, organization, userErrors } = await signUp({ email, name: 'Ada', organizationName: 'Analytical Engines' });
    expect(userErrors).toEqual([]);
    expect(user).toMatchObject({ email, name: 'Ada' });
    expect(organization).toMatchObject({ name: 'Analytical Engines', members: { nodes: [{ role: 'OWNER', user: { id: user!.id } }] } });
    expect(organization!.slug).toMatch(/^analytical-engines(-\d+)?$/);
    const { me } = await anyone.as(session!.accessToken).ask<{ me: object }>(ME);
    expect(me).toMatchObject({ email, memberships: [{ role: 'OWNER', organization: { id: organization!.id } }] });
  });

  it('gives access tokens of 15 minutes and refresh tokens of 7 days', async () => {
    const { session } = (await signUp({})) as unknown as { session: { accessTokenExpiresAt: string; refreshTokenExpiresAt: string } };
    const minutesFromNow = (at: string): number => (Date.parse(at) - Date.now()) / 60_000;
    expect(minutesFromNow(session.accessTokenExpiresAt)).toBeCloseTo(15, 0);
    expect(minutesFromNow(session.refreshTokenExpiresAt)).toBeCloseTo(7 * 24 * 60, 0);
  });

  it.each([
    ['the same', (email: string) => email],
    ['capital letters', (email: string) => email.toUpperCase()],
    ['surrounding spaces', (email: string) => `  ${email} `],
  ])('refuses an e-mail that is taken, written with %s', async (_name, spelling) => {
    const email = newEmail();
    await signUp({ email });
    const { session, user, userErrors } = await signUp({ email: spelling(email) });
    expect({ session, user }).toEqual({ session: null, user: null });
    expect(userErrors).toMatchObject([{ code: 'EMAIL_TAKEN', path: ['input', 'email'] }]);
  });

  it('lets one of several people who sign up with one e-mail at once through', async () => {
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: 5 }, () => signUp({ email })));
    expect(answers.filter(({ session }) => session)).toHaveLength(1);
    expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(Array(4).fill('EMAIL_TAKEN'));
  });

  it.each(['short', '1234567890', 'aaaaaaaaaaaa', 'password123'])('refuses the weak password %s', async (password) => {
    expect((await signUp({ password })).userErrors).toMatchObject([{ code: 'WEAK_PASSWORD', path: ['input', 'password'] }]);
  });

  it.each([
    ['email', 'nobody'],
    ['email', ''],
    ['email', 'a@b'],
    ['email', `a\0@example.com`],
    ['email', `${'a'.repeat(300)}@example.com`],
    ['email', 'a@example.com\r\nBcc: b@example.com'],
    ['organizationName', ''],
    ['organizationName', '   '],
    ['organizationName', 'x'.repeat(201)],
    ['organizationName', 'a\0b'],
    ['organizationName', 'a\u0007b'],
    ['name', ''],
    ['name', 'a\0b'],
    ['password', `${PASSWORD}\0`],
    ['password', 'Abcdefg-1'.repeat(20)],
  ])('refuses the field %s when it is %j, and says where', async (field, value) => {
    const { session, userErrors } = await signUp({ [field]: value });
    expect(session).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', field] }]);
  });

  it('lists all faults of an input at once', async () => {
    const { userErrors } = await signUp({ email: 'nobody', organizationName: '', name: '\0' });
    expect(userErrors.map(({ path }) => path?.[1]).sort()).toEqual(['email', 'name', 'organizationName']);
  });

  it.each([
    'Robert\'); DROP TABLE "user";--',
    '<script>alert(1)</script>',
    '${7*7} {{7*7}} %n%s',
    '表ポあA鷗ŒéＢ逍Üßªąñ丂㐀𠀀',
    '👩‍👩‍👧‍👧 ❤️ 🇨🇦',
    '‮gnirts‬ ​zero width',
    'null',
    '../../etc/passwd',
    'ÅÍÎÏ˝ÓÔÒÚÆ☃',
  ])('keeps the organisation name %s as it was written', async (name) => {
    const { session, organization, userErrors } = await signUp({ organizationName: name, name });
    expect(userErrors).toEqual([]);
    const again = await anyone
      .as(session!.accessToken)
      .ask<{ organization: { name: string; slug: string } }>('{ organization { name slug } }');
    expect(again.organization.name).toBe(name.normalize('NFC'));
    expect(organization!.slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('refuses a password of a megabyte at once, and a body beyond the limit with 413', async () => {
    const half = await signUp({ password: 'Ab1-'.repeat(120_000) });
    expect(half.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'password'] }]);
    const input = { email: newEmail(), password: 'x'.repeat(1_100_000), organizationName: 'Shop' };
    expect((await anyone.rest('POST', '/graphql', { query: SIGN_UP, variables: { input } })).status).toBe(413);
  });

  it('takes a password however its letters are composed', async () => {
    const email = newEmail();
    await signUp({ email, password: 'Zürich-Genève-1291' });
    expect((await login(email, 'Zürich-Genève-1291'.normalize('NFD'))).session).not.toBeNull();
  });

  it.each(['role', 'id', 'isAdmin', 'organizationId', 'passwordHash'])('refuses the unknown input field %s', async (field) => {
    const input = { email: newEmail(), password: PASSWORD, organizationName: 'Shop', [field]: 'OWNER' };
    expect(await anyone.code(SIGN_UP, { input })).toBe('BAD_USER_INPUT');
  });
});

describe('login', () => {
  it('signs in with the password, whatever the spelling of the e-mail', async () => {
    const owner = await newOwner();
    const { session, user } = await login(` ${owner.email.toUpperCase()}`);
    expect(user!.id).toBe(owner.userId);
    expect((await anyone.as(session!.accessToken).ask<{ me: { id: string } }>(ME)).me.id).toBe(owner.userId);
  });

  it.each(['wrong', '', 'x'.repeat(5_000), `${PASSWORD}\0`, ` ${PASSWORD}`])('refuses the password %#', async (password) => {
    const owner = await newOwner();
    const { session, userErrors } = await login(owner.email, password);
    expect(session).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
  });

  it('answers an unknown e-mail exactly as a wrong password', async () => {
    const owner = await newOwner();
    const input = (email: string) => ({ input: { email, password: 'a wrong one' } });
    const [known, unknown, impossible] = await Promise.all(
      [owner.email, newEmail(), '\0nobody'].map(async (email) => {
        const { status, data, errors } = await anyone.raw(LOGIN, input(email));
        return { status, data, errors };
      }),
    );
    expect(unknown).toEqual(known);
    expect(impossible).toEqual(known);
  });

  it('takes about as long for an unknown e-mail as for a wrong password', async () => {
    const owners = await Promise.all([newOwner(), newOwner(), newOwner()]);
    const timed = async (email: string): Promise<number> => {
      const at = performance.now();
      await login(email, 'a wrong one');
      return performance.now() - at;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      known.push(await timed(owners[round % 3]!.email));
      unknown.push(await timed(newEmail()));
    }
    const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length / 2]!;
    const ratio = median(known) / median(unknown);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('loses none of 40 that come at once, and health answers meanwhile', async () => {
    const owner = await newOwner();
    const logins = Promise.all(Array.from({ length: 40 }, () => login(owner.email)));
    const times: number[] = [];
    let over = false;
    const health = async (): Promise<void> => {
      while (!over) {
        const at = performance.now();
        expect((await anyone.rest('GET', '/health/live')).status).toBe(200);
        times.push(performance.now() - at);
      }
    };
    const watching = health();
    const answers = await logins;
    over = true;
    await watching;
    expect(answers.every(({ session }) => session)).toBe(true);
    expect(new Set(answers.map(({ session }) => session!.refreshToken)).size).toBe(40);
    expect(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(100);
  });

  it('shows the person what is theirs in the same answer', async () => {
    const owner = await newOwner();
    const { login: payload } = await anyone.ask<{ login: { user: object } }>(
      'mutation ($input: LoginInput!) { login(input: $input) { user { memberships { role organization { id } } sessions { current } } } }',
      { input: { email: owner.email, password: PASSWORD } },
    );
    expect(payload.user).toEqual({
      memberships: [{ role: 'OWNER', organization: { id: owner.organizationId } }],
      sessions: expect.arrayContaining([{ current: true }, { current: false }]),
    });
  });
});

describe('refreshSession', () => {
  it('hands out the next pair and keeps the person signed in', async () => {
    const owner = await newOwner();
    const { session, user } = await refresh(owner.refreshToken);
    expect(user!.id).toBe(owner.userId);
    expect(session!.refreshToken).not.toBe(owner.refreshToken);
    expect((await anyone.as(session!.accessToken).ask<{ me: { id: string } }>(ME)).me.id).toBe(owner.userId);
    expect((await refresh(session!.refreshToken)).session).not.toBeNull();
  });

  it('ends the whole family when a rotated token is presented again', async () => {
    const owner = await newOwner();
    const { session } = await refresh(owner.refreshToken);
    expect((await refresh(owner.refreshToken)).userErrors).toMatchObject([{ code: 'INVALID_TOKEN', path: ['input', 'refreshToken'] }]);
    expect((await refresh(session!.refreshToken)).userErrors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    await refused(anyone.as(session!.accessToken));
  });

  it('leaves other sessions of the same person alone', async () => {
    const owner = await newOwner();
    const other = (await login(owner.email)).session!;
    await refresh(owner.refreshToken);
    await refresh(owner.refreshToken);
    expect((await refresh(other.refreshToken)).session).not.toBeNull();
  });

  it('gives at most one child to 20 that race, and the family is dead afterwards', async () => {
    const owner = await newOwner();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(owner.refreshToken)));
    const children = answers.flatMap(({ session }) => session ?? []);
    expect(children.length).toBeLessThanOrEqual(1);
    for (const token of [owner.refreshToken, ...children.map((child) => child.refreshToken)])
      expect((await refresh(token)).userErrors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
  });

  it.each(['', 'garbage', '\0', 'x'.repeat(10_000)])('refuses the token %#', async (token) => {
    expect((await refresh(token)).userErrors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
  });

  it('refuses an access token', async () => {
    const { client } = await newOwner();
    expect((await refresh(client.token!)).userErrors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
  });
});

describe('logout', () => {
  it('ends this session only: its refresh token at once, its access token within 5 seconds', async () => {
    const owner = await newOwner();
    const other = (await login(owner.email)).session!;
    expect(await owner.client.payload(LOGOUT, {})).toEqual({ endedSessions: 1, userErrors: [] });
    expect((await refresh(owner.refreshToken)).userErrors).toMatchObject([{ code: 'INVALID_TOKEN' }]);
    await refused(owner.client);
    expect((await anyone.as(other.accessToken).ask<{ me: object }>(ME)).me).toMatchObject({ id: owner.userId });
  });

  it('ends every session of the person on demand', async () => {
    const owner = await newOwner();
    const others = await Promise.all([login(owner.email), login(owner.email)]);
    expect(await owner.client.payload(LOGOUT, { input: { everywhere: true } })).toEqual({ endedSessions: 3, userErrors: [] });
    for (const { session } of others) expect((await refresh(session!.refreshToken)).session).toBeNull();
    await Promise.all([owner.client, ...others.map(({ session }) => anyone.as(session!.accessToken))].map((client) => refused(client)));
  });

  it('is for people who are signed in', async () => {
    expect(await anyone.code(LOGOUT)).toBe('UNAUTHENTICATED');
  });
});

describe('who asks', () => {
  it('is told who it is and what it may do', async () => {
    const owner = await newOwner();
    const { viewer } = await owner.client.ask<{ viewer: { user: object; apiToken: null; scopes: string[] } }>(
      '{ viewer { user { id email } apiToken { id } scopes } }',
    );
    expect(viewer).toMatchObject({ user: { id: owner.userId, email: owner.email }, apiToken: null });
    expect(viewer.scopes).toEqual(expect.arrayContaining(['organization:write', 'deployment:approve', 'state:force-unlock']));
  });

  it.each(['{ me { id } }', '{ viewer { scopes } }', '{ organization { id } }'])('must be signed in for %s', async (query) => {
    expect(await anyone.code(query)).toBe('UNAUTHENTICATED');
  });

  it('sees its own sessions and which of them is asking', async () => {
    const owner = await newOwner();
    await login(owner.email);
    const { me } = await owner.client.ask<{ me: { sessions: { current: boolean; expiresAt: string; ip: string | null }[] } }>(
      '{ me { sessions { id createdAt lastUsedAt expiresAt userAgent ip current } } }',
    );
    expect(me.sessions.map(({ current }) => current).sort()).toEqual([false, true]);
  });
});

describe('organization', () => {
  const BY = 'query ($id: ID, $slug: String) { organization(id: $id, slug: $slug) { id slug name } }';
  interface Found {
    organization: { id: string; slug: string };
  }

  it('is found by id, by slug, and as the only one without either', async () => {
    const { client, organizationId } = await newOwner();
    const { organization } = await client.ask<Found>(BY, { id: organizationId });
    expect(organization.id).toBe(organizationId);
    expect(await client.ask<Found>(BY, { slug: organization.slug })).toEqual({ organization });
    expect(await client.ask<Found>(BY)).toEqual({ organization });
  });

  it('must be named by somebody who belongs to several', async () => {
    const [owner, member] = await Promise.all([newOwner(), newOwner()]);
    await addMember(stack, owner, member, 'VIEWER');
    await eventually(
      () => member.client.code(BY),
      (code) => code === 'BAD_USER_INPUT',
      6_000,
    );
    expect(await member.client.ask<Found>(BY, { id: owner.organizationId })).toMatchObject({ organization: { id: owner.organizationId } });
  });

  it.each([
    ['an unknown id', { id: randomUUID() }],
    ['no id at all', { id: '' }],
    ['no slug at all', { slug: '' }],
    ['an impossible id', { id: "' OR 1=1" }],
    ['an unknown slug', { slug: 'no-such-organisation' }],
    ['a slug with NUL', { slug: 'a\0' }],
  ])('is not found by %s', async (_name, which) => {
    const { client } = await newOwner();
    expect(await client.code(BY, which)).toBe('NOT_FOUND');
  });

  it('of others is not found, by id or slug', async () => {
    const [owner, stranger] = await Promise.all([newOwner(), newOwner()]);
    const { organization } = await owner.client.ask<Found>(BY);
    expect(await stranger.client.code(BY, { id: organization.id })).toBe('NOT_FOUND');
    expect(await stranger.client.code(BY, { slug: organization.slug })).toBe('NOT_FOUND');
  });

  it('lists its members page by page, without showing their sessions', async () => {
    const owner = await newOwner();
    const [one, two] = await Promise.all([newOwner(), newOwner()]);
    await addMember(stack, owner, one, 'AUTHOR');
    await addMember(stack, owner, two, 'VIEWER');
    const PAGE = `query ($after: String) { organization { members(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { role user { id email } } } } }`;
    interface Page {
      organization: {
        members: {
          totalCount: number;
          pageInfo: { hasNextPage: boolean; endCursor: string };
          nodes: { role: string; user: { id: string } }[];
        };
      };
    }
    const first = (await owner.client.ask<Page>(PAGE)).organization.members;
    const second = (await owner.client.ask<Page>(PAGE, { after: first.pageInfo.endCursor })).organization.members;
    expect([first.totalCount, first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([3, true, false]);
    expect([...first.nodes, ...second.nodes].map(({ user }) => user.id).sort()).toEqual([owner.userId, one.userId, two.userId].sort());
    const spied = await owner.client.raw('{ organization { members { nodes { user { id sessions { ip } } } } } }');
    expect(new Set(spied.errors!.map(({ extensions }) => extensions!.code))).toEqual(new Set(['FORBIDDEN']));
    expect(await owner.client.code(PAGE, { after: 'nonsense' })).toBe('BAD_USER_INPUT');
  });

  it('shows of its members only the memberships that are shared', async () => {
    const [owner, member] = await Promise.all([newOwner(), newOwner()]);
    await addMember(stack, owner, member, 'VIEWER');
    const { organization } = await owner.client.ask<{
      organization: { members: { nodes: { user: { memberships: { organization: { id: string } }[] } }[] } };
    }>('{ organization { members { nodes { user { memberships { organization { id } } } } } } }');
    const seen = organization.members.nodes.flatMap(({ user }) => user.memberships.map((one) => one.organization.id));
    expect(new Set(seen)).toEqual(new Set([owner.organizationId]));
  });
});

describe('access tokens', () => {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const forgeries: [string, (owner: Owner) => string][] = [
    ['garbage', () => 'garbage'],
    ['no algorithm', ({ client }) => `${encode({ alg: 'none', typ: 'at+jwt' })}.${client.token!.split('.')[1]}.`],
    ['a stripped signature', ({ client }) => client.token!.replace(/[^.]+$/, '')],
    [
      'a foreign key under the name of ours',
      ({ client }) => {
        const { header, payload } = jwt.decode(client.token!, { complete: true })!;
        return jwt.sign(payload, foreign, { algorithm: 'ES256', header });
      },
    ],
    ['a refresh token', ({ refreshToken }) => refreshToken],
  ];

  it.each(forgeries)('are refused when they are %s', async (_name, forge) => {
    const { status, errors } = await anyone.as(forge(await newOwner())).raw(ME);
    expect(status).toBe(401);
    expect(errors).toEqual([{ message: 'The credential is invalid or has expired.', extensions: { code: 'UNAUTHENTICATED' } }]);
  });
});

describe('with few failures allowed and a rotated key', () => {
  const pem = (): string =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const [current, previous] = [pem(), pem()];
  let strict: OwnStack;
  let client: TestClient;
  beforeAll(async () => {
    strict = await startStack({
      LOGIN_FAILURES_PER_ACCOUNT: '3',
      ACCESS_TOKEN_PRIVATE_KEY: current,
      ACCESS_TOKEN_PREVIOUS_PRIVATE_KEY: previous,
    });
    client = new TestClient(strict.url);
  }, 60_000);
  afterAll(() => strict.stop());

  const post = async (path: string, body: unknown) => {
    const response = await client.rest('POST', path, body);
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: (await response.json()) as Record<string, unknown>,
    };
  };

  it('serves both keys, and takes tokens of the one before until they expire', async () => {
    const owner = await seed(strict.url).owner();
    const { keys } = (await (await client.rest('GET', '/.well-known/jwks.json')).json()) as { keys: (JsonWebKey & { kid: string })[] };
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(2);
    expect(keys.every((key) => !('d' in key))).toBe(true);
    const { header, payload } = jwt.decode(owner.client.token!, { complete: true })!;
    expect(header.kid).toBe(keys[0]!.kid);
    const signed = (changes: object): string =>
      jwt.sign({ ...(payload as object), ...changes }, previous, { algorithm: 'ES256', header: { ...header, kid: keys[1]!.kid } });
    expect((await client.as(signed({})).ask<{ me: object }>(ME)).me).toMatchObject({ id: owner.userId });
    const now = Math.floor(Date.now() / 1000);
    expect((await client.as(signed({ iat: now - 1_000, exp: now - 100 })).raw(ME)).status).toBe(401);
  });

  it('answers REST logins with 200, 400, 401 and, after three failures, 429 with Retry-After', async () => {
    const { email, userId } = await seed(strict.url).owner();
    const good = await post('/api/auth/login', { email, password: PASSWORD });
    expect(good).toMatchObject({
      status: 200,
      body: { token: expect.any(String), refreshToken: expect.any(String), user: { id: userId, email } },
    });
    expect(good.body['expiresIn']).toBeGreaterThan(880);
    for (const body of ['{"email":', { email }, { email, password: 7 }, []]) expect((await post('/api/auth/login', body)).status).toBe(400);
    for (let failure = 0; failure < 3; failure += 1) expect((await post('/api/auth/login', { email, password: 'wrong' })).status).toBe(401);
    const { status, retryAfter } = await post('/api/auth/login', { email, password: PASSWORD });
    expect(status).toBe(429);
    expect(Number(retryAfter)).toBeGreaterThan(0);
    expect(Number(retryAfter)).toBeLessThanOrEqual(900);
  });

  it('answers REST refreshes with 200, 400 and 401', async () => {
    const { refreshToken } = await seed(strict.url).owner();
    const { status, body } = await post('/api/auth/refresh', { refreshToken });
    expect(status).toBe(200);
    expect(body['refreshToken']).not.toBe(refreshToken);
    expect((await post('/api/auth/refresh', { refreshToken })).status).toBe(401);
    expect((await post('/api/auth/refresh', { refreshToken: body['refreshToken'] })).status).toBe(401);
    expect((await post('/api/auth/refresh', {})).status).toBe(400);
  });

  it('counts each of several logins in one request', async () => {
    const { email } = await seed(strict.url).owner();
    const attempt = (alias: string, password: string): string =>
      `${alias}: login(input: { email: ${JSON.stringify(email)}, password: ${JSON.stringify(password)} }) { session { refreshToken } userErrors { code } }`;
    const passwords = ['wrong-1', 'wrong-2', 'wrong-3', PASSWORD];
    const { data, errors } = await client.raw<Record<string, SessionPayload & { userErrors: GraphqlError[] }>>(
      `mutation { ${passwords.map((password, at) => attempt(`a${at}`, password)).join(' ')} }`,
    );
    expect(JSON.stringify(data ?? null)).not.toContain('refreshToken');
    expect(errors!.map(({ extensions }) => extensions!.code)).toContain('RATE_LIMITED');
    expect(errors![0]!.extensions!['retryAfter']).toBeGreaterThan(0);
  });

  it('does not let attempts that come together pass the limit', async () => {
    const { email } = await seed(strict.url).owner();
    const passwords = [...Array.from({ length: 30 }, (_none, at) => `wrong-${at}`), PASSWORD];
    const answers = await Promise.all(passwords.map((password) => client.raw(LOGIN, { input: { email, password } })));
    expect(answers.at(-1)!.errors?.[0]?.extensions?.code).toBe('RATE_LIMITED');
    const refusedAtOnce = answers.filter(({ errors }) => errors?.[0]?.extensions?.code === 'RATE_LIMITED');
    expect(refusedAtOnce.length).toBeGreaterThan(20);
  });

  it('does not hold the failures of one account against another', async () => {
    const [one, other] = await Promise.all([seed(strict.url).owner(), seed(strict.url).owner()]);
    for (let failure = 0; failure < 4; failure += 1) await post('/api/auth/login', { email: one.email, password: 'wrong' });
    expect((await post('/api/auth/login', { email: one.email, password: PASSWORD })).status).toBe(429);
    expect((await post('/api/auth/login', { email: other.email, password: PASSWORD })).status).toBe(200);
  });
});
