import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '#platform/database/logger';
import type { SubgraphServer } from '#platform/subgraph/server';
import { type GatewayConfig, readGatewayConfig } from '../../gateway/config';
import { type Gateway, startGateway } from '../../gateway/main';
import { composeFixture } from './fixture-schema';
import { contextSecret, createFixture, type Fixture, startFixtureSubgraph } from './fixture-subgraphs';

export interface GraphqlAnswer {
  status: number;
  headers: Headers;
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  extensions?: Record<string, unknown>;
}

export interface GatewayStack extends Gateway {
  fixture: Fixture;
  config: GatewayConfig;
  subgraphs: Map<string, SubgraphServer>;
  ask(
    query: string,
    options?: { variables?: Record<string, unknown>; token?: string; headers?: Record<string, string> },
  ): Promise<GraphqlAnswer>;
}

export interface StackOptions {
  /** Base URLs that stand in for a fixture subgraph, e.g. of a faulty server. */
  instead?: Record<string, string>;
  env?: Record<string, string>;
  config?: Partial<GatewayConfig>;
}

/** The real gateway over real small subgraphs. */
export async function startStack({ instead = {}, env = {}, config: changes = {} }: StackOptions = {}): Promise<GatewayStack> {
  const fixture = createFixture();
  const subgraphs = new Map<string, SubgraphServer>();
  const urls: Record<string, string> = {};
  for (const name of ['auth', 'stock', 'review']) {
    if (!instead[name]) subgraphs.set(name, await startFixtureSubgraph(name, fixture));
    urls[name] = instead[name] ?? subgraphs.get(name)!.url;
  }
  const folder = await mkdtemp(join(tmpdir(), 'lintel-gateway-'));
  const supergraphPath = join(folder, 'supergraph.graphql');
  await writeFile(supergraphPath, composeFixture(urls));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Console</title>');
  const config: GatewayConfig = {
    ...readGatewayConfig({ CONTEXT_TOKEN_SECRET: contextSecret, HOST: '127.0.0.1', HEALTH_PROBE_MS: '50', ...env }),
    port: 0,
    supergraphPath,
    consoleDirectory: folder,
    subgraphs: urls,
    ...changes,
  };
  const gateway = await startGateway(config, { log: silentLogger });
  return {
    url: gateway.url,
    fixture,
    config,
    subgraphs,
    async ask(query, { variables, token, headers } = {}) {
      const response = await fetch(`${gateway.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return { status: response.status, headers: response.headers, ...((await response.json()) as object) };
    },
    async stop() {
      await gateway.stop();
      await Promise.all([...subgraphs.values()].map((one) => one.stop()));
      await rm(folder, { recursive: true });
    },
  };
}
