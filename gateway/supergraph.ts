import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { ApolloGateway, type GraphQLDataSource, type SupergraphSdlHook } from '@apollo/gateway';
import type { GatewayInterface, GatewayLoadResult } from '@apollo/server-gateway-interface';
import type { Logger } from '#platform/database/logger';
import type { Executor } from './execution/execute';
import { createGraph, type Graph } from './execution/graph';

/** The graph that is served now, and word of the next one. */
export interface GraphSource {
  current(): Graph;
  /** Called after each later load. */
  onReload(listener: () => void): () => void;
}

/** Reads the composed schema; in development again whenever the file changes. A broken file keeps the old graph. */
export function supergraphFile(path: string, { reload, log }: { reload: boolean; log: Logger }): SupergraphSdlHook {
  return async ({ update }) => {
    const supergraphSdl = await readFile(path, 'utf8');
    if (!reload) return { supergraphSdl };
    let last = supergraphSdl;
    const refresh = async (): Promise<void> => {
      const text = await readFile(path, 'utf8');
      if (text === last || !text.trim()) return;
      last = text;
      update(text);
      log.info({ path: basename(path) }, 'the supergraph was reloaded');
    };
    // The folder is watched, since editors and generators replace the file.
    const watcher: FSWatcher = watch(dirname(path), (_event, name) => {
      if (name === basename(path))
        refresh().catch((err: unknown) => log.warn({ err }, 'the changed supergraph is refused; the old one stays'));
    });
    return {
      supergraphSdl,
      async cleanup() {
        watcher.close();
      },
    };
  };
}

/** ApolloGateway fetches through data sources; here only its loading of supergraphs is used, never its executor. */
const unusedDataSource: GraphQLDataSource = {
  process: () => Promise.reject(new Error('fetches go through the executor of the gateway')),
};

/**
 * ApolloGateway loads, checks and swaps the supergraph; our executor runs the plans.
 *
 */
export function createSupergraph(options: {
  sdl: SupergraphSdlHook;
  subgraphs: Readonly<Record<string, string>>;
  executor: Executor;
  log: Logger;
}): GatewayInterface & GraphSource {
  const { executor, log } = options;
  const gateway = new ApolloGateway({
    supergraphSdl: options.sdl,
    buildService: () => unusedDataSource,
    logger: {
      debug: (m) => log.debug({}, String(m)),
      info: (m) => log.debug({}, String(m)),
      warn: (m) => log.warn({}, String(m)),
      error: (m) => log.error({}, String(m)),
    },
  });
  const listeners = new Set<() => void>();
  let graph: Graph | undefined;
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    const next = createGraph(coreSupergraphSdl, apiSchema);
    const unknown = next.subgraphs.filter((name) => !options.subgraphs[name]);
    if (unknown.length) throw new Error(`no URL is configured for the subgraphs ${unknown.join(', ')}`);
    const isReload = graph !== undefined;
    graph = next;
    if (isReload) listeners.forEach((listener) => listener());
  });
  const current = (): Graph => {
    if (!graph) throw new Error('the supergraph is not loaded');
    return graph;
  };
  return {
    current,
    onReload(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onSchemaLoadOrUpdate: (listener) => gateway.onSchemaLoadOrUpdate(listener),
    async load(): Promise<GatewayLoadResult> {
      await gateway.load();
      current();
      return {
        executor: async ({ document, request, operationName, context }) => {
          const { call } = context as { call: Parameters<Executor['execute']>[4] };
          return (await executor.execute(current(), document, operationName ?? undefined, request.variables ?? {}, call)) as Awaited<
            ReturnType<NonNullable<GatewayLoadResult['executor']>>
          >;
        },
      };
    },
    stop: () => gateway.stop(),
  };
}
