import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { getOperationAST, parse } from 'graphql';
import { anonymous } from '#domain/access/can';
import { silentLogger } from '#platform/database/logger';
import { disableVendorTelemetry, readGatewayConfig } from '../gateway/config';
import { createCall } from '../gateway/execution/call';
import { createExecutor } from '../gateway/execution/execute';
import { createTransport } from '../gateway/execution/transport';
import { createSupergraph } from '../gateway/supergraph';
import { composeFixture } from '../tests/gateway/fixture-schema';
import { report, reportLoad } from './kit/measure';

/** Our executor against the stock one of @apollo/gateway: one fan-out query, subgraphs that answer from memory, one process. */
const items = 100;
const query = `{ items(first: ${items}) { nodes { id name owner { email name } reviews(first: 2) { id text author { name email } } } } }`;
const rounds = 300;

const users = Array.from({ length: 3 }, (_value, n) => ({ __typename: 'User', id: `u${n}`, email: `u${n}@example.org`, name: `U${n}` }));
const answers: Record<string, (variables: { representations?: { id: string }[] }) => unknown> = {
  stock: () => ({
    items: {
      nodes: Array.from({ length: items }, (_value, n) => ({
        __typename: 'Item',
        id: `i${n}`,
        name: `Item ${n}`,
        owner: { __typename: 'User', id: `u${n % 3}` },
      })),
    },
  }),
  review: ({ representations = [] }) => ({
    _entities: representations.map(({ id }) => ({
      __typename: 'Item',
      reviews: [0, 1].map((n) => ({ id: `r${id}${n}`, text: `Text ${n} of ${id}`, author: { __typename: 'User', id: `u${n}` } })),
    })),
  }),
  auth: ({ representations = [] }) => ({ _entities: representations.map(({ id }) => users[Number(id.slice(1))]) }),
};

/** Subgraphs without work of their own, so that the gateway's share shows. */
async function serve(name: string): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ data: answers[name]!((JSON.parse(body) as { variables: object }).variables) })),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.closeAllConnections() };
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function measure(run: () => Promise<unknown>): Promise<{ wallMs: number; cpuMs: number }> {
  for (let n = 0; n < 50; n += 1) await run();
  const wall: number[] = [];
  const before = process.cpuUsage();
  for (let n = 0; n < rounds; n += 1) {
    const at = performance.now();
    await run();
    wall.push(performance.now() - at);
  }
  const { user, system } = process.cpuUsage(before);
  return { wallMs: median(wall), cpuMs: (user + system) / 1_000 / rounds };
}

disableVendorTelemetry();
const servers = await Promise.all(['auth', 'stock', 'review'].map(async (name) => [name, await serve(name)] as const));
const urls = Object.fromEntries(servers.map(([name, { url }]) => [name, url]));
const supergraphSdl = composeFixture(urls);

const stock = new ApolloGateway({ supergraphSdl, buildService: ({ url }) => new RemoteGraphQLDataSource({ url }) });
await stock.load();
const document = parse(query);
const context = {
  request: { query, variables: {} },
  document,
  operation: getOperationAST(document),
  operationName: null,
  queryHash: createHash('sha256').update(query).digest('hex'),
  source: query,
  schema: stock.schema,
  context: {},
  metrics: {},
  logger: console,
};
const runStock = () => stock.executor(context as unknown as Parameters<typeof stock.executor>[0]);

const config = readGatewayConfig({ CONTEXT_TOKEN_SECRET: createHash('sha256').update('bench').digest('hex') });
const transport = createTransport(urls, config.subgraph, silentLogger);
const executor = createExecutor(transport, silentLogger);
const supergraph: GatewayInterface & { current(): Parameters<typeof executor.execute>[0] } = createSupergraph({
  sdl: async () => ({ supergraphSdl }),
  subgraphs: urls,
  executor,
  log: silentLogger,
});
await supergraph.load({ apollo: {} });
const { signal } = new AbortController();
const runOurs = () =>
  executor.execute(
    supergraph.current(),
    document,
    undefined,
    {},
    createCall(config.contextTokenSecret, { viewer: anonymous, requestId: 'bench-request', signal }),
  );

if (JSON.stringify((await runStock()).data) !== JSON.stringify((await runOurs()).data)) throw new Error('the executors answer differently');
const theirs = await measure(runStock);
const ours = await measure(runOurs);
reportLoad();
const what = `${items} items over 3 subgraphs`;
report(`${what}: wall time, median`, ours.wallMs, { against: ['the stock executor', theirs.wallMs] });
report(`${what}: CPU time, median`, ours.cpuMs, { against: ['the stock executor', theirs.cpuMs] });
await stock.stop();
await supergraph.stop();
await transport.stop();
servers.forEach(([, server]) => server.close());
process.exit(0);
