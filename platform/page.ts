import { isStorable } from '#domain/text';
import { Denial } from './denial';

/** What a list look-up is asked for: rows behind a key, at most `limit`. */
export interface PageRequest {
  limit: number;
  /** Sort key of the last row that the caller has, most significant part first; null: from the start. */
  after: string[] | null;
}

export interface PageArguments {
  first?: number | null;
  after?: string | null;
}

/** A page of rows in order, with whether more follow and how many there are without the page's bounds. */
export interface Page<T> {
  rows: T[];
  hasNextPage: boolean;
  totalCount: () => Promise<number> | number;
}

export interface Connection<T> {
  edges: { cursor: string; node: T }[];
  nodes: T[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: () => Promise<number> | number;
}

const longest = 100;

/** Whether a text can be this part of the list's sort key. */
export type KeyPart = (part: string) => boolean;

/** A number of a list that counts, e.g. revisions or log lines. */
export const isOrdinal: KeyPart = (part) => /^(0|[1-9]\d{0,8})$/.test(part);

const anyPart: KeyPart = () => true;

export const encodeCursor = (key: string[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/**
 * Checks the arguments of a connection field.
 *
 * @param parts what the parts of the sort key look like
 * @throws Denial BAD_USER_INPUT unless first is 1..100 and after is a cursor of such a list
 */
export function readPage({ first, after }: PageArguments, parts: KeyPart[] = [anyPart]): PageRequest {
  const limit = first ?? 20;
  if (!Number.isInteger(limit) || limit < 1 || limit > longest)
    throw new Denial('BAD_USER_INPUT', `first must be 1 to ${longest}.`, { argument: 'first' });
  if (after === null || after === undefined) return { limit, after: null };
  const key = after.length <= 4096 ? decode(after) : null;
  if (!key || key.length !== parts.length || !parts.every((fits, at) => fits(key[at]!)))
    throw new Denial('BAD_USER_INPUT', 'after is not a cursor of this list.', { argument: 'after' });
  return { limit, after: key };
}

function decode(cursor: string): string[] | null {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(key) && key.every((part) => typeof part === 'string' && isStorable(part)) ? key : null;
  } catch (fault) {
    if (fault instanceof SyntaxError) return null;
    throw fault;
  }
}

/** Cuts the extra row off that tells whether more follow: look-ups ask for limit + 1. */
export function pageOf<T>(rowsAndOneMore: T[], request: PageRequest, totalCount: () => Promise<number> | number): Page<T> {
  return { rows: rowsAndOneMore.slice(0, request.limit), hasNextPage: rowsAndOneMore.length > request.limit, totalCount };
}

/** Pages through a list that is already in memory, in its own order, by position. */
export function pageOfArray<T>(all: readonly T[], request: PageRequest): Page<T> & { offset: number } {
  const offset = request.after ? Number(request.after[0]) + 1 : 0;
  if (request.after && !isOrdinal(request.after[0]!))
    throw new Denial('BAD_USER_INPUT', 'after is not a cursor of this list.', { argument: 'after' });
  return {
    rows: all.slice(offset, offset + request.limit),
    hasNextPage: offset + request.limit < all.length,
    totalCount: () => all.length,
    offset,
  };
}

/** The Relay connection of a page. */
export function toConnection<T, N = T>(
  page: Page<T>,
  request: PageRequest,
  keyOf: (row: T, at: number) => string[],
  nodeOf: (row: T) => N = (row) => row as unknown as N,
): Connection<N> {
  const edges = page.rows.map((row, at) => ({ cursor: encodeCursor(keyOf(row, at)), node: nodeOf(row) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: request.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: page.totalCount,
  };
}

/** The connection of a list in memory. */
export function arrayConnection<T>(all: readonly T[], args: PageArguments): Connection<T> {
  const request = readPage(args);
  const page = pageOfArray(all, request);
  return toConnection(page, request, (_row, at) => [String(page.offset + at)]);
}
