import { useSyncExternalStore } from 'react';

/** A place in the console: #/<organisation slug>/<page>/<rest...>. */
export interface Route {
  organization?: string;
  page: string;
  rest: string[];
}

/** The route of a location hash; the page is "blueprints" when none is named. */
export function parseRoute(hash: string): Route {
  const [organization, page = 'blueprints', ...rest] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .filter(Boolean)
    .map(decode);
  return { organization, page, rest };
}

/** The link to a place. */
export function hrefOf(organization: string, ...path: string[]): string {
  return `#/${[organization, ...path].map(encodeURIComponent).join('/')}`;
}

/** Goes to a link made by `hrefOf`. */
export function go(href: string): void {
  location.hash = href;
}

/** The present route; the component renders again when it changes. */
export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(listen, () => location.hash));
}

function listen(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (fault) {
    if (fault instanceof URIError) return segment; // typed by hand: a stray % names no place, and the page says so
    throw fault;
  }
}
