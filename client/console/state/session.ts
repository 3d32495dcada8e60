import { createSession, type Session } from '#sdk/session';
import { createTabStore } from '#sdk/tab-store';

/** Shared with GraphiQL, so that going there and back keeps the session. */
const store = createTabStore('lintel.refresh-token');

/** A session with the server that served this page. The access token never leaves memory. */
export function openSession(onEnd: () => void): Session {
  return createSession({ url: location.origin, store, onEnd });
}
