import type { RefreshTokenStore } from './session';

/** The part of a browser's window that the store uses. */
export type TabWindow = Pick<Window, 'sessionStorage' | 'addEventListener'> & { location: Pick<Location, 'reload'> };

/**
 * The refresh token of one browser tab: in memory while a page is open, in sessionStorage only from one page to the next.
 * A browser that duplicates a tab copies its sessionStorage, and two tabs with one single-use token would end each other's
 * session; so the copy holds nothing, and the duplicate signs in for itself. Closing the tab forgets the session.
 *
 * @param key name in sessionStorage; pages with the same key hand the session on to each other
 */
export function createTabStore(key: string, tab: TabWindow = window): RefreshTokenStore {
  let token = tab.sessionStorage.getItem(key) ?? undefined;
  tab.sessionStorage.removeItem(key);
  tab.addEventListener('pagehide', () => {
    if (token !== undefined) tab.sessionStorage.setItem(key, token);
    token = undefined;
  });
  // Back from the browser's page cache: another page of this tab may have used the token up meanwhile.
  tab.addEventListener('pageshow', (event) => {
    if (event.persisted) tab.location.reload();
  });
  return { read: () => token, write: (refreshToken) => void (token = refreshToken) };
}
