import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { getOperationAST, parse, validate } from 'graphql';
import { signContextToken } from '#platform/context-token';
import { disableVendorTelemetry } from '../../gateway/config';
import { contextSecret, signedInViewer } from './fixture-subgraphs';
import { type GatewayStack, startStack } from './gateway-stack';

/** Operations and variables; the stock executor of @apollo/gateway is the oracle. */
const operations: [name: string, query: string, variables?: Record<string, unknown>][] = [
  ['one subgraph', '{ item(id: "i1") { id name tags fragile } }'],
  ['an entity of another subgraph', '{ item(id: "i1") { name owner { email name } } }'],
  ['three subgraphs', '{ items(first: 5) { nodes { name owner { email } reviews { text author { name } } } totalCount } }'],
  ['@requires', '{ items(first: 3) { nodes { id shipping } } }'],
  ['@requires beside the required field', '{ item(id: "i2") { weight shipping } }'],
  ['edges and nodes', '{ items(first: 2) { edges { cursor node { id rating: shipping } } nodes { id } } }'],
  ['aliases', '{ a: item(id: "i1") { x: name y: name } b: item(id: "i2") { x: owner { m: email } } }'],
  [
    'arguments under two aliases',
    '{ item(id: "i1") { p: note q: note(style: "loud") r1: reviews(first: 1) { id } r3: reviews(first: 3) { id } } }',
  ],
  [
    'named fragments',
    'query { item(id: "i1") { ...A ...B } } fragment A on Item { name owner { ...U } } fragment B on Item { kind owner { name } } fragment U on User { email }',
  ],
  ['inline fragments without a type', '{ item(id: "i1") { ... { name ... { kind } } } }'],
  ['an interface', '{ assets { __typename id name ... on Item { weight owner { email } } ... on Box { content { id owner { name } } } } }'],
  ['an interface without __typename', '{ assets { name ... on Asset { id } } }'],
  ['a union with nulls', '{ search(text: "x") { ... on Item { name reviews { id } } ... on Box { name content { name shipping } } } }'],
  ['a union by its interface', '{ search { ... on Asset { t: __typename name } } }'],
  ['lists of lists', '{ matrix { id owner { email } } }'],
  ['enums and custom scalars', '{ kinds document item(id: "i2") { kind } }'],
  ['null for a missing object', '{ item(id: "nope") { id owner { email } } }'],
  ['null for a nullable field of an entity', '{ item(id: "i2") { owner { id name } parts { id } } }'],
  ['an entity that its owner does not know', '{ item(id: "i13") { id shipping } }'],
  [
    'variables with defaults',
    'query Q($id: ID! = "i4", $style: String = "wide", $first: Int) { item(id: $id) { note(style: $style) reviews(first: $first) { id } } }',
    { first: 1 },
  ],
  [
    'variables for several subgraphs',
    'query Q($id: ID!, $n: Int!) { item(id: $id) { name reviews(first: $n) { id stars } } }',
    { id: 'i5', n: 3 },
  ],
  ['null and list variables', 'query Q($v: JSON, $l: [Int!]) { echo(value: $v, list: $l) }', { v: { deep: [null, { x: 1 }] }, l: [1, 2] }],
  [
    '@include true, @skip true',
    'query Q($y: Boolean!, $n: Boolean!) { item(id: "i1") { name @include(if: $y) kind @skip(if: $y) owner @include(if: $n) { email } } }',
    { y: true, n: false },
  ],
  [
    '@include false, @skip false',
    'query Q($y: Boolean!, $n: Boolean!) { item(id: "i1") { id name @include(if: $y) kind @skip(if: $y) ... @include(if: $n) { owner { email } reviews { id } } } }',
    { y: false, n: true },
  ],
  ['a condition with a default', 'query Q($deep: Boolean = true) { item(id: "i1") { id owner @include(if: $deep) { email } } }'],
  ['literal conditions', '{ item(id: "i1") { id name @include(if: false) kind @skip(if: false) } }'],
  ['a skipped root', 'query Q($s: Boolean!) { item(id: "i1") @skip(if: $s) { id } kinds }', { s: true }],
  [
    'introspection beside data',
    '{ __schema { queryType { name } } __type(name: "Item") { name kind fields { name } } item(id: "i1") { id __typename } }',
  ],
  ['__typename at the top', '{ __typename q: __typename }'],
  ['a mutation and what it changed', 'mutation { renameItem(id: "i3", name: "New") { name owner { email } shipping } }'],
  ['names of Object.prototype', '{ item(id: "i1") { constructor toString: name } second: item(id: "i2") { constructor } }'],
  ['recursion', '{ item(id: "i1") { parts { id parts { id } owner { reviews { item { name owner { email } } } } } } }'],
  ['two operations, one chosen', 'query A { kinds } query B { item(id: "i1") { id } }'],
  ['a public error', '{ failingItem { id } kinds }'],
  ['an error in a field of an entity', '{ items(first: 4) { nodes { id secret } } }'],
  ['an error below a list of lists', '{ matrix { id secret } }'],
];

let stack: GatewayStack;
let stock: ApolloGateway;

beforeAll(async () => {
  disableVendorTelemetry();
  stack = await startStack({ env: { INTROSPECTION: 'everyone' } });
  class Source extends RemoteGraphQLDataSource {
    constructor(
      url: string,
      private readonly audience: string,
    ) {
      super({ url: `${url}/graphql` });
    }
    override willSendRequest({ request }: Parameters<NonNullable<RemoteGraphQLDataSource['willSendRequest']>>[0]): void {
      request.http?.headers.set(
        'authorization',
        `Bearer ${signContextToken({ secret: contextSecret, issuer: 'gateway', audience: this.audience, viewer: signedInViewer(), requestId: 'oracle-request' })}`,
      );
    }
  }
  stock = new ApolloGateway({
    supergraphSdl: await readFile(stack.config.supergraphPath, 'utf8'),
    buildService: ({ name, url }) => new Source(url!, name),
  });
  await stock.load();
});

afterAll(async () => {
  await stock.stop();
  await stack.stop();
});

async function askStock(query: string, variables: Record<string, unknown> | undefined, operationName: string | undefined) {
  const document = parse(query);
  expect(validate(stock.schema!, document)).toEqual([]);
  const queryHash = createHash('sha256').update(query).digest('hex');
  const context = {
    request: { query, variables, operationName },
    document,
    operation: getOperationAST(document, operationName),
    operationName: operationName ?? null,
    queryHash,
    source: query,
    schema: stock.schema,
    context: {},
    metrics: {},
    logger: console,
  };
  return stock.executor(context as unknown as Parameters<typeof stock.executor>[0]);
}

describe('the executor', () => {
  it.each(operations.map(([name, query, variables]) => [name, query, variables ?? {}] as const))(
    'answers like the stock executor: %s',
    async (_name, query, variables) => {
      const operationName = query.includes('query B') ? 'B' : undefined;
      const expected = JSON.parse(JSON.stringify(await askStock(query, variables, operationName))) as {
        data: unknown;
        errors?: { path: unknown }[];
      };
      const response = await fetch(`${stack.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${stack.fixture.token()}` },
        body: JSON.stringify({ query, variables, operationName }),
      });
      const actual = (await response.json()) as { data: unknown; errors?: { path: unknown }[] };
      expect(actual.data).toEqual(expected.data);
      expect(JSON.stringify(actual.errors?.map((error) => error.path).sort())).toEqual(
        JSON.stringify(expected.errors?.map((error) => error.path).sort()),
      );
    },
  );

  it('asks each subgraph once per level, whatever the number of objects', async () => {
    stack.fixture.calls.length = 0;
    const { data } = await stack.ask('{ items(first: 20) { nodes { name owner { email } shipping } } }', { token: stack.fixture.token() });
    expect((data?.['items'] as { nodes: unknown[] }).nodes).toHaveLength(20);
    expect([...stack.fixture.calls].sort()).toEqual(['auth', 'review', 'stock']);
  });

  it('says with a path that a subgraph gave null where the schema has none', async () => {
    const { status, data, errors } = await stack.ask('{ brokenNonNull { id name } kinds }');
    expect(status).toBe(200);
    expect(data).toEqual({ brokenNonNull: null, kinds: ['SMALL', 'LARGE'] });
    expect(errors).toEqual([
      {
        message: 'Internal server error',
        path: ['brokenNonNull', 'name'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
      },
    ]);
  });

  it('masks what a subgraph did not mean for callers, and keeps what it did', async () => {
    const { errors } = await stack.ask('{ a: failing b: failing(code: "RATE_LIMITED") c: failing(code: "CURSOR_EXPIRED") }');
    expect(errors?.map(({ message, extensions, path }) => ({ message, path, ...extensions, requestId: undefined }))).toEqual([
      { message: 'Internal server error', path: ['a'], code: 'INTERNAL_SERVER_ERROR', requestId: undefined },
      { message: 'So it is.', path: ['b'], code: 'RATE_LIMITED', retryAfter: expect.anything(), requestId: undefined },
      { message: 'So it is.', path: ['c'], code: 'CURSOR_EXPIRED', requestId: undefined },
    ]);
    expect(JSON.stringify(errors)).not.toContain('hunter2');
  });
});
