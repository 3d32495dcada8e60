import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { type GatewayStack, startStack } from './gateway-stack';

let stack: GatewayStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

const nested = (levels: number): string => `{ item(id: "i1") ${'{ parts '.repeat(levels - 2)}{ id }${' }'.repeat(levels - 2)} }`;
const fragmentBomb = `{ item(id: "i1") { ...F0 } } ${Array.from({ length: 25 }, (_value, n) => `fragment F${n} on Item { ${n === 24 ? 'id' : `...F${n + 1} x${n}: name ...F${n + 1}`} }`).join(' ')}`;

const tooMuch: [what: string, query: string, code: string][] = [
  ['16 levels', nested(16), 'DEPTH_LIMIT_EXCEEDED'],
  ['30 levels', nested(30), 'DEPTH_LIMIT_EXCEEDED'],
  ['5,000 levels', nested(5_000), 'DEPTH_LIMIT_EXCEEDED'],
  ['31 aliases', `{ ${Array.from({ length: 31 }, (_value, n) => `a${n}: __typename`).join(' ')} }`, 'ALIAS_LIMIT_EXCEEDED'],
  [
    'aliases in fragments',
    `{ item(id: "i1") { ...A ...A } } fragment A on Item { ${Array.from({ length: 16 }, (_value, n) => `a${n}: name`).join(' ')} }`,
    'ALIAS_LIMIT_EXCEEDED',
  ],
  ['21 root fields', `{ ${'kinds '.repeat(21)} }`, 'ROOT_FIELD_LIMIT_EXCEEDED'],
  ['11 directives', `{ kinds ${'@include(if: true) '.repeat(11)} }`, 'DIRECTIVE_LIMIT_EXCEEDED'],
  ['1,000 unknown directives', `{ kinds ${'@x '.repeat(1_000)} }`, 'DIRECTIVE_LIMIT_EXCEEDED'],
  ['20,000 tokens', `{ ${'kinds '.repeat(20_000)} }`, 'GRAPHQL_PARSE_FAILED'],
  ['14,000 repeated fields', `{ item(id: "i1") { ${'name '.repeat(14_000)} } }`, 'SELECTION_LIMIT_EXCEEDED'],
  ['a fragment bomb', fragmentBomb, 'ALIAS_LIMIT_EXCEEDED'],
  ['a fragment in itself', '{ item(id: "i1") { ...A } } fragment A on Item { parts { ...A } }', 'GRAPHQL_VALIDATION_FAILED'],
  [
    'fragments in a circle',
    '{ item(id: "i1") { ...A } } fragment A on Item { ...B } fragment B on Item { ...A }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['a page of 101', '{ items(first: 101) { totalCount } }', 'BAD_USER_INPUT'],
  ['a page of 0', '{ items(first: 0) { totalCount } }', 'BAD_USER_INPUT'],
  ['a page of -1', '{ items(first: -1) { totalCount } }', 'BAD_USER_INPUT'],
  [
    'nested pages',
    '{ items(first: 100) { nodes { reviews(first: 100) { item { reviews(first: 100) { id } } } } } }',
    'COST_LIMIT_EXCEEDED',
  ],
  ['__proto__ as an alias', '{ __proto__: kinds }', 'BAD_USER_INPUT'],
];

describe('limits of an operation', () => {
  it.each(tooMuch)('refuses %s before anything runs, at once and briefly', async (_what, query, code) => {
    const since = performance.now();
    const { status, errors, data } = await stack.ask(query);
    expect(performance.now() - since).toBeLessThan(500);
    expect([status, errors?.[0]?.extensions['code']]).toEqual([400, code]);
    expect(data).toBeUndefined();
  });

  it('reports at most five errors', async () => {
    const { errors } = await stack.ask(`{ ${Array.from({ length: 15 }, (_value, n) => `nope${n}`).join(' ')} }`);
    expect(errors!.length).toBeLessThanOrEqual(6);
  });

  it('lets through what is exactly at the limits', async () => {
    expect((await stack.ask(`{ topReview { item ${'{ reviews(first: 1) { item '.repeat(6)}{ id }${' } }'.repeat(6)} } }`)).status).toBe(
      200,
    );
    expect((await stack.ask(`{ ${Array.from({ length: 20 }, (_value, n) => `a${n}: __typename`).join(' ')} }`)).status).toBe(200);
    expect((await stack.ask('{ items(first: 100) { totalCount } }')).status).toBe(200);
  });

  it.each([
    ['{ kinds }', undefined, 0],
    ['{ item(id: "i1") { id owner { id } } }', undefined, 2],
    ['{ items { nodes { id } } }', undefined, 21],
    ['{ items(first: 5) { nodes { id owner { id } } totalCount } }', undefined, 11],
    ['query Q($n: Int) { items(first: $n) { edges { node { id } } } }', { n: 3 }, 7],
    ['query Q($n: Int = 4) { items(first: $n) { edges { node { id } } } }', undefined, 9],
    ['{ item(id: "i1") { reviews { id } } }', undefined, 3],
    ['{ assets { id } }', undefined, 20],
    ['{ expensive { id } }', undefined, 500],
    ['mutation { count }', undefined, 10],
  ])('counts the cost of %s', async (query, variables, cost) => {
    expect((await stack.ask(query, { variables })).extensions?.['cost']).toEqual({
      requestedQueryCost: cost,
      throttleStatus: { maximumAvailable: 400_000, currentlyAvailable: expect.any(Number), restoreRate: 20_000 },
    });
  });
});

describe('introspection', () => {
  it('is for signed-in callers, and suggestions with it', async () => {
    const { token } = stack.fixture;
    expect((await stack.ask(getIntrospectionQuery())).errors?.[0]?.extensions['code']).toBe('INTROSPECTION_DISABLED');
    expect((await stack.ask('{ __type(name: "Item") { name } }')).status).toBe(400);
    expect((await stack.ask(getIntrospectionQuery(), { token: token() })).data).toEqual(
      expect.objectContaining({ __schema: expect.any(Object) }),
    );
    expect((await stack.ask('{ kindz }')).errors?.[0]?.message).toBe('Cannot query field "kindz" on type "Query".');
    expect((await stack.ask('{ kindz }', { token: token() })).errors?.[0]?.message).toMatch(/Did you mean/);
  });

  it('is open to everyone when so configured', async () => {
    const open = await startStack({ env: { INTROSPECTION: 'everyone' } });
    expect((await open.ask(getIntrospectionQuery())).status).toBe(200);
    await open.stop();
  });
});

describe('the cost bucket', () => {
  it('answers 429 with the time to wait when it is empty, for that caller alone', async () => {
    const small = await startStack({ env: { LIMIT_QUERY_COST: '500', LIMIT_COST_BUCKET: '1000', LIMIT_COST_RESTORED_PER_SECOND: '1' } });
    const token = small.fixture.token();
    expect((await small.ask('{ expensive { id } }', { token })).status).toBe(200);
    expect((await small.ask('{ expensive { id } }', { token })).status).toBe(200);
    const refused = await small.ask('{ expensive { id } }', { token });
    expect([refused.status, refused.errors?.[0]?.extensions['code']]).toEqual([429, 'RATE_LIMITED']);
    expect(Number(refused.headers.get('retry-after'))).toBe(refused.errors?.[0]?.extensions['retryAfter']);
    expect((await small.ask('{ expensive { id } }')).status).toBe(200);
    await small.stop();
  });
});
