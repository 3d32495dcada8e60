import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TestClient } from './client';

/** A connection field: a document with $first and $after, and the way to the field in its data. */
export interface ConnectionField {
  name: string;
  document: string;
  variables: () => object;
  at: string[];
  /** Its cursors are positions or ids, so that a text that is neither is refused. */
  strict?: boolean;
}

interface Page {
  edges: { cursor: string; node: { key: string } }[];
  nodes: { key: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

/** What is asked of every connection; `key` names the field that tells its nodes apart. */
export const pageSelection = (key: string): string =>
  `{ edges { cursor node { key: ${key} } } nodes { key: ${key} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }`;

const cursor = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');

const garbage = [
  ...['', 'garbage', '%%%', 'x'.repeat(5_000), 'bnVsbA', cursor([]), cursor({}), cursor([7]), cursor([null]), cursor(['a', 'b', 'c', 'd'])],
  ...[cursor(['a\0b']), cursor(['\ud800'])],
];
const ofAnotherList = [cursor(['']), cursor(['-1']), cursor(['1e30']), cursor(['99999999999999999999']), cursor(["' OR 1=1 --"])];

async function pageOf(client: TestClient, field: ConnectionField, first: number, after: string | null): Promise<Page> {
  const data = await client.ask<Record<string, unknown>>(field.document, { ...field.variables(), first, after });
  return field.at.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], data) as Page;
}

async function walk(client: TestClient, field: ConnectionField, first: number): Promise<string[]> {
  const keys: string[] = [];
  for (let after: string | null = null; ;) {
    const page: Page = await pageOf(client, field, first, after);
    expect(page.nodes.length).toBeLessThanOrEqual(first);
    expect(page.edges.map((edge) => edge.node.key)).toEqual(page.nodes.map((node) => node.key));
    expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
    keys.push(...page.nodes.map((node) => node.key));
    if (!page.pageInfo.hasNextPage || keys.length >= 250) return keys;
    expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)!.cursor);
    after = page.pageInfo.endCursor;
  }
}

/** G10: bounds and cursors of every connection, and that pages of any size walk through the same list. */
export function pagesLikeAConnection(client: () => TestClient, fields: ConnectionField[]): void {
  it.each(fields)('$name refuses first outside 1..100 and what is no cursor of it', async (field) => {
    const refused = [0, -1, 101, 1_000_000_000].map((first) => ({ first, after: null as string | null }));
    const cursors = [...garbage, ...(field.strict ? ofAnotherList : [])].map((after) => ({ first: 2, after }));
    for (const page of [...refused, ...cursors]) {
      const code = await client().code(field.document, { ...field.variables(), ...page });
      expect([page.first, page.after?.slice(0, 80), code]).toEqual([page.first, page.after?.slice(0, 80), 'BAD_USER_INPUT']);
    }
  });

  it.each(fields)('$name walks through the same list whatever the page size', async (field) => {
    const { totalCount } = await pageOf(client(), field, 1, null);
    expect(totalCount).toBeGreaterThan(0);
    const all = await walk(client(), field, 100);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBe(Math.min(totalCount, all.length >= 250 ? all.length : totalCount));
    if (totalCount > 250) return;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100 }), async (first) => expect(await walk(client(), field, first)).toEqual(all)),
      { numRuns: 4 },
    );
  });
}
