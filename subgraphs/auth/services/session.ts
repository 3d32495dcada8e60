import { createHash, randomBytes } from 'node:crypto';
import { normalizeEmail } from '#domain/access/email';
import { loginDelay } from '#domain/access/login-limit';
import { normalizePassword } from '#domain/access/password';
import { userFault, type UserFault } from '#domain/fault';
import { fail, ok, type Result } from '#domain/result';
import { requireViewer } from '#platform/authorize';
import { Denial } from '#platform/denial';
import { newId } from '#platform/identifier';
import type { Context } from '../context';
import type { StoreTransaction } from '../store/store';
import type { UserRecord } from '../store/user';

const refreshLifetimeMs = 7 * 24 * 3_600_000;

/** The tokens of one signing in, as they are handed out once. */
export interface SessionTokens {
  sessionId: string;
  accessToken: string;
  accessTokenExpiresAt: Date;
  refreshToken: string;
  refreshTokenExpiresAt: Date;
}

export interface SignedIn {
  session: SessionTokens;
  user: UserRecord;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const newRefreshToken = (): string => randomBytes(32).toString('base64url');

/** Starts a session for a user whose identity is established. */
export async function openSession(
  ctx: Pick<Context, 'accessTokens' | 'viewer' | 'now'>,
  tx: Pick<StoreTransaction, 'sessions'>,
  userId: string,
): Promise<SessionTokens> {
  const now = ctx.now();
  const refreshToken = newRefreshToken();
  const session = {
    id: newId(),
    userId,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: new Date(now.getTime() + refreshLifetimeMs),
    revokedAt: null,
    userAgent: ctx.viewer.userAgent?.slice(0, 500) ?? null,
    ip: ctx.viewer.ip,
  };
  await tx.sessions.insert(session, sha256(refreshToken));
  return tokensOf(ctx, session, refreshToken);
}

function tokensOf(
  ctx: Pick<Context, 'accessTokens' | 'now'>,
  session: { id: string; userId: string; expiresAt: Date },
  refreshToken: string,
): SessionTokens {
  const access = ctx.accessTokens.issue({ userId: session.userId, sessionId: session.id, id: newId(), now: ctx.now() });
  return {
    sessionId: session.id,
    accessToken: access.token,
    accessTokenExpiresAt: access.expiresAt,
    refreshToken,
    refreshTokenExpiresAt: session.expiresAt,
  };
}

/** Refuses further attempts once an account or an address has failed too often. */
async function limitLogins(ctx: Pick<Context, 'store' | 'viewer' | 'loginLimits' | 'now'>, account: string): Promise<void> {
  const now = ctx.now();
  const since = new Date(now.getTime() - ctx.loginLimits.windowSeconds * 1000);
  const { ip } = ctx.viewer;
  const [ofAccount, ofAddress] = await Promise.all([
    ctx.store.loginFailures.since({ account }, since),
    ip ? ctx.store.loginFailures.since({ ip }, since) : [],
  ]);
  const retryAfter = loginDelay({ account: ofAccount, address: ofAddress }, ctx.loginLimits, now);
  if (retryAfter > 0) throw new Denial('RATE_LIMITED', 'Too many failed attempts to sign in: try again later.', { retryAfter });
}

/** Signs in by e-mail and password. The answer and its time are the same for a wrong password and an unknown e-mail. */
export async function logIn(ctx: Context, input: { email: string; password: string }): Promise<Result<SignedIn, UserFault[]>> {
  const email = normalizeEmail(input.email) ?? input.email.slice(0, 254);
  const account = sha256(email);
  await limitLogins(ctx, account);
  const user = await ctx.store.users.byEmail(email.replaceAll('\0', ''));
  const password = normalizePassword(input.password);
  const valid = await ctx.passwords.verify(user?.passwordHash ?? null, password ?? '');
  // Attempts that came together all passed the first check; what the others have failed meanwhile counts for this one too.
  await limitLogins(ctx, account);
  if (!user || !valid) {
    await ctx.store.loginFailures.insert({ id: newId(), account, ip: ctx.viewer.ip, at: ctx.now() });
    return fail([userFault('INVALID_CREDENTIALS', 'E-mail or password is wrong.')]);
  }
  const session = await ctx.store.transaction(async (tx) => {
    await tx.loginFailures.forget(account);
    return openSession(ctx, tx, user.id);
  });
  return ok({ session, user });
}

/** Hands out the next pair of tokens; a token that was rotated before ends the whole family. */
export async function refreshSession(ctx: Context, input: { refreshToken: string }): Promise<Result<SignedIn, UserFault[]>> {
  const invalid = fail([userFault('INVALID_TOKEN', 'The refresh token is not valid, or no longer.', ['input', 'refreshToken'])]);
  if (input.refreshToken.length > 200) return invalid;
  const hash = sha256(input.refreshToken);
  const found = await ctx.store.sessions.byRefreshHash(hash);
  const now = ctx.now();
  if (!found || found.session.revokedAt || found.session.expiresAt <= now) return invalid;
  const refreshToken = newRefreshToken();
  const expiresAt = new Date(now.getTime() + refreshLifetimeMs);
  const rotated = await ctx.store.transaction((tx) =>
    tx.sessions.rotate(hash, { hash: sha256(refreshToken), at: now, expiresAt, sessionId: found.session.id }),
  );
  if (!rotated) {
    await ctx.store.sessions.revoke({ id: found.session.id }, now);
    return invalid;
  }
  const [user] = await ctx.store.users.byIds([found.session.userId]);
  return ok({ session: tokensOf(ctx, { ...found.session, expiresAt }, refreshToken), user: user! });
}

/** Ends the session that asks, or all of its user's. */
export async function logOut(ctx: Context, input: { everywhere: boolean }): Promise<number> {
  const { userId, sessionId } = requireViewer(ctx.viewer);
  if (!userId || !sessionId) throw new Denial('FORBIDDEN', 'Only a person who signed in can sign out.');
  return ctx.store.sessions.revoke(input.everywhere ? { userId } : { id: sessionId }, ctx.now());
}
