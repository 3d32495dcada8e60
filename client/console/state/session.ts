import { createSession, type RefreshTokenStore, type Session } from '#sdk/session';

const key = 'lintel.refresh-token';

/** Of this tab only, and gone when it is closed. The access token never leaves memory. */
const tabStore: RefreshTokenStore = {
  read: () => sessionStorage.getItem(key) ?? undefined,
  write: (refreshToken) => (refreshToken === undefined ? sessionStorage.removeItem(key) : sessionStorage.setItem(key, refreshToken)),
};

/** A session with the server that served this page. */
export function openSession(onEnd: () => void): Session {
  return createSession({ url: location.origin, store: tabStore, onEnd });
}
