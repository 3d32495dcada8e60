import { describe, expect, it } from '@jest/globals';
import { createSession } from './session';

const quarterHourMs = 15 * 60_000;

/** A server that knows sessions and `me`; `calls` lists operation names with the token they came with. */
function fakeServer(clock: { now: number }) {
  const calls: string[] = [];
  const state = { issued: 0, current: 'r0', refused: new Set<string>() };
  const issue = () => {
    state.issued += 1;
    state.current = `r${state.issued}`;
    const expires = new Date(clock.now + quarterHourMs).toISOString();
    return {
      session: {
        accessToken: `a${state.issued}`,
        accessTokenExpiresAt: expires,
        refreshToken: state.current,
        refreshTokenExpiresAt: expires,
      },
      userErrors: [],
    };
  };
  const answers: Record<string, (variables: { input?: { refreshToken?: string } }) => unknown> = {
    Login: () => ({ login: issue() }),
    RefreshSession: ({ input }) => ({
      refreshSession:
        input?.refreshToken === state.current
          ? issue()
          : { session: null, userErrors: [{ code: 'INVALID_TOKEN', message: 'no', path: null }] },
    }),
    Logout: () => ({ logout: { endedSessions: 1, userErrors: [] } }),
    Me: () => ({ me: null }),
  };
  const fetchLike = async (_url: unknown, init?: RequestInit): Promise<Response> => {
    const { query, variables } = JSON.parse(String(init?.body));
    const name = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '';
    const token = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '');
    calls.push(token ? `${name} ${token}` : name);
    if (token && state.refused.has(token))
      return Response.json({ errors: [{ message: 'expired', extensions: { code: 'UNAUTHENTICATED' } }] }, { status: 401 });
    return Response.json({ data: answers[name]?.(variables) });
  };
  return { calls, state, fetch: fetchLike as typeof fetch };
}

function setUp() {
  const clock = { now: Date.UTC(2026, 0, 1) };
  const server = fakeServer(clock);
  const stored: { token?: string } = {};
  const ends: number[] = [];
  const session = createSession({
    url: 'http://lintel.test',
    fetch: server.fetch,
    store: { read: () => stored.token, write: (token) => void (stored.token = token) },
    onEnd: () => void ends.push(1),
    now: () => clock.now,
  });
  const signIn = () => session.signIn({ email: 'a@example.com', password: 'x' });
  return { clock, server, stored, ends, session, signIn };
}

describe('a session', () => {
  it('acts with the token it was given and stores the refresh token', async () => {
    const { server, session, signIn, stored } = setUp();
    await signIn();
    await session.client.me();
    expect(server.calls).toEqual(['Login', 'Me a1']);
    expect(stored.token).toBe('r1');
  });

  it('renews once for many calls when the token is about to expire', async () => {
    const { clock, server, session, signIn } = setUp();
    await signIn();
    clock.now += quarterHourMs - 10_000;
    await Promise.all([session.client.me(), session.client.me(), session.client.me()]);
    expect(server.calls).toEqual(['Login', 'RefreshSession', 'Me a2', 'Me a2', 'Me a2']);
  });

  it('renews and repeats a call that the server refuses', async () => {
    const { server, session, signIn } = setUp();
    await signIn();
    server.state.refused.add('a1');
    await session.client.me();
    expect(server.calls).toEqual(['Login', 'Me a1', 'RefreshSession', 'Me a2']);
  });

  it('does not renew before every call when the clock runs ahead', async () => {
    const { clock, server, session, signIn } = setUp();
    clock.now -= 10 * quarterHourMs;
    const issuedInThePast = signIn();
    clock.now += 20 * quarterHourMs;
    await issuedInThePast;
    await session.client.me();
    expect(server.calls.filter((call) => call === 'RefreshSession').length).toBeLessThanOrEqual(1);
  });

  it('is over when the refresh token is no longer accepted', async () => {
    const { server, session, stored, ends } = setUp();
    stored.token = 'stolen';
    expect(await session.restore()).toBe(false);
    expect(stored.token).toBeUndefined();
    expect(ends).toHaveLength(1);
    expect(server.calls).toEqual(['RefreshSession']);
  });

  it('restores nothing without a stored token, and asks nobody', async () => {
    const { server, session } = setUp();
    expect(await session.restore()).toBe(false);
    expect(server.calls).toEqual([]);
  });

  it('forgets its tokens on sign-out and ends itself on the server', async () => {
    const { server, session, signIn, stored } = setUp();
    await signIn();
    await session.signOut();
    expect(stored.token).toBeUndefined();
    expect(server.calls).toEqual(['Login', 'Logout a1']);
    await expect(session.client.me()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
