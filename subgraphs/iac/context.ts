import DataLoader from 'dataloader';
import type { Catalog } from '#domain/catalog/catalog';
import type { CallContext } from '#platform/context-token';
import type { Listener } from '#platform/database/listen';
import type { BlueprintContent } from '#domain/blueprint/content';
import { inOrder, mapInOrder } from '#platform/loader';
import type { DomainWork } from '#workers/domain-work';
import type { BlueprintPeer } from './peers/blueprint';
import type { DeploymentRecord } from './store/deployment';
import type { EnvironmentRecord } from './store/environment';
import type { Store } from './store/store';

/** What lives as long as the process. */
export interface Services {
  store: Store;
  work: DomainWork;
  blueprints: BlueprintPeer;
  /** Notifications of this subgraph's database: new log lines. */
  listener: Listener;
  /** Read when it is first asked for. */
  catalog: () => Catalog;
  now: () => Date;
}

/** What one request has: the process's services, who asks, and loaders that batch within the request. */
export interface Context extends Services, CallContext {
  loaders: {
    /** Contents of revisions, from the blueprint subgraph. */
    contents: DataLoader<string, BlueprintContent | undefined>;
    environments: DataLoader<string, EnvironmentRecord | undefined>;
    deployments: DataLoader<string, DeploymentRecord | undefined>;
    environmentsOfBlueprint: DataLoader<string, EnvironmentRecord[]>;
    /** The newest `limit` runs of each environment. */
    newestRuns: DataLoader<{ environmentId: string; limit: number }, DeploymentRecord[], string>;
    runCounts: DataLoader<string, number>;
    states: DataLoader<string, Awaited<ReturnType<Store['states']['newestOf']>>[number] | undefined>;
    stateLocks: DataLoader<string, Awaited<ReturnType<Store['stateLocks']['byEnvironments']>>[number] | undefined>;
    planSummaries: DataLoader<
      string,
      Awaited<ReturnType<Store['deployments']['summaries']>> extends Map<string, infer S> ? S | undefined : never
    >;
    transitions: DataLoader<string, Awaited<ReturnType<Store['transitions']['ofDeployments']>>>;
  };
}

export function createContext(services: Services, call: CallContext): Context {
  const { store } = services;
  return {
    ...services,
    ...call,
    loaders: {
      contents: new DataLoader(async (ids) => mapInOrder(ids, await services.blueprints.contents(ids, call))),
      environments: new DataLoader(async (ids) => inOrder(ids, await store.environments.byIds(ids))),
      deployments: new DataLoader(async (ids) => inOrder(ids, await store.deployments.byIds(ids))),
      environmentsOfBlueprint: new DataLoader(async (ids) =>
        grouped(ids, await store.environments.ofBlueprints(ids), (one) => one.blueprintId),
      ),
      newestRuns: new DataLoader(
        async (keys) => {
          const limit = Math.max(...keys.map((key) => key.limit));
          const runs = await store.deployments.newestOf(
            keys.map((key) => key.environmentId),
            limit,
          );
          return grouped(
            keys.map((key) => key.environmentId),
            runs,
            (run) => run.environmentId,
          ).map((own, at) => own.slice(0, keys[at]!.limit));
        },
        { cacheKeyFn: (key) => `${key.environmentId}/${key.limit}` },
      ),
      runCounts: new DataLoader(async (ids) => {
        const counts = await store.deployments.countsOf(ids);
        return ids.map((id) => counts.get(id) ?? 0);
      }),
      states: new DataLoader(async (ids) => byEnvironment(ids, await store.states.newestOf(ids))),
      stateLocks: new DataLoader(async (ids) => byEnvironment(ids, await store.stateLocks.byEnvironments(ids))),
      planSummaries: new DataLoader(async (ids) => {
        const summaries = await store.deployments.summaries(ids);
        return ids.map((id) => summaries.get(id));
      }),
      transitions: new DataLoader(async (ids) => grouped(ids, await store.transitions.ofDeployments(ids), (one) => one.deploymentId)),
    },
  };
}

function grouped<T>(ids: readonly string[], rows: readonly T[], keyOf: (row: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return ids.map((id) => groups.get(id) ?? []);
}

function byEnvironment<T extends { environmentId: string }>(ids: readonly string[], rows: readonly T[]): (T | undefined)[] {
  const found = new Map(rows.map((row) => [row.environmentId, row]));
  return ids.map((id) => found.get(id));
}
