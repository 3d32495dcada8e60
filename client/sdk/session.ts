import { type ClientOptions, createClient, type LintelClient } from './client';
import type { TokenRequest } from './credential';
import { LintelError } from './error';
import type { LoginInput, LoginMutation, SignUpInput } from './generated/operations';

/** Where the refresh token outlives a page: sessionStorage in a browser, a file's content in a tool. */
export interface RefreshTokenStore {
  read(): string | undefined;
  write(refreshToken: string | undefined): void;
}

/** What signing in or up answered. `session` is null when `userErrors` say why. */
export type SessionPayload = LoginMutation['login'];

/** What `createSession` needs. */
export interface SessionOptions extends Omit<ClientOptions, 'token' | 'getToken'> {
  store: RefreshTokenStore;
  /** Called once when the server no longer accepts the session; not after `signOut`. */
  onEnd?: () => void;
  /** Milliseconds since 1970; by default the system clock. */
  now?: () => number;
}

/** A person's session: keeps the access token in memory, renews it before it expires, and knows when it is over. */
export interface Session {
  /** A client that acts for the person who is signed in. */
  client: LintelClient;
  /** The access token of the next call, for callers that speak to the server themselves; undefined when nobody is signed in. */
  token(request?: TokenRequest): Promise<string | undefined>;
  signUp(input: SignUpInput): Promise<SessionPayload>;
  signIn(input: LoginInput): Promise<SessionPayload>;
  /** Takes up the session of the stored refresh token; false when there is none or it is no longer accepted. */
  restore(): Promise<boolean>;
  /** Forgets the tokens at once, then ends the session on the server. */
  signOut(): Promise<void>;
}

interface Access {
  token: string;
  /** In the clock of `now`; Infinity when this machine's clock is too wrong to tell. */
  usableUntil: number;
}

const renewAheadMs = 30_000;

/** A session over a server. Concurrent calls share one renewal, since a refresh token may be used only once. */
export function createSession(options: SessionOptions): Session {
  const now = options.now ?? Date.now;
  const anonymous = createClient(options);
  let access: Access | undefined;
  let renewal: Promise<string> | undefined;

  const accept = (payload: SessionPayload): SessionPayload => {
    if (payload.session) {
      access = accessOf(payload.session, now());
      options.store.write(payload.session.refreshToken);
    }
    return payload;
  };
  const forget = () => {
    access = undefined;
    options.store.write(undefined);
  };
  const refresh = async (): Promise<string> => {
    const refreshToken = options.store.read();
    if (refreshToken === undefined) throw ended('Nobody is signed in.');
    const { session } = accept(await anonymous.refreshSession({ refreshToken }));
    if (session) return session.accessToken;
    forget();
    options.onEnd?.();
    throw ended('The session has ended. Sign in again.');
  };
  const renew = () => (renewal ??= refresh().finally(() => (renewal = undefined)));

  const getToken = ({ rejected }: TokenRequest) =>
    access && access.token !== rejected && now() < access.usableUntil ? access.token : renew();
  const client = createClient({ ...options, getToken });
  return {
    client,
    token: async (request = {}) => (access || options.store.read() !== undefined ? getToken(request) : undefined),
    signUp: async (input) => accept(await anonymous.signUp(input)),
    signIn: async (input) => accept(await anonymous.login(input)),
    restore: async () => {
      if (options.store.read() === undefined) return false;
      try {
        await renew();
        return true;
      } catch (fault) {
        if (fault instanceof LintelError && fault.code === 'UNAUTHENTICATED') return false;
        throw fault;
      }
    },
    signOut: async () => {
      const running = renewal;
      let token = access?.token;
      forget();
      if (running) token = await running.catch(() => token); // it may have failed: then the older token is the one to end
      forget();
      await client.dispose();
      if (token !== undefined) await createClient({ ...options, token }).logout();
    },
  };
}

function accessOf(session: { accessToken: string; accessTokenExpiresAt: string }, receivedAt: number): Access {
  const usableUntil = Date.parse(session.accessTokenExpiresAt) - renewAheadMs;
  // A clock that runs ahead would see every new token as expired: then the server's refusal decides.
  return { token: session.accessToken, usableUntil: usableUntil > receivedAt ? usableUntil : Number.POSITIVE_INFINITY };
}

function ended(message: string): LintelError {
  return new LintelError({ code: 'UNAUTHENTICATED', message });
}
