import DataLoader from 'dataloader';
import type { ResourceCost } from '#domain/pricing/estimate';
import type { CallContext } from '#platform/context-token';
import { mapInOrder } from '#platform/loader';
import type { DomainWork } from '#workers/domain-work';
import type { BlueprintPeer, PeerBlueprint, PeerRevision } from './peers/blueprint';
import type { IacPeer } from './peers/iac';
import type { RevisionEstimator } from './revision-estimator';
import type { BlueprintUsageRecord } from './store/blueprint-usage';
import type { DeploymentCostRecord } from './store/deployment-cost';
import type { EnvironmentCostRecord } from './store/environment-cost';
import type { EstimateRecord, NewEstimate } from './store/estimate';
import type { Store } from './store/store';

/** What lives as long as the process. */
export interface Services {
  store: Store;
  work: DomainWork;
  blueprints: BlueprintPeer;
  iac: IacPeer;
  estimator: RevisionEstimator;
  /** Digest of the prices and the code that estimates are made with now. */
  pricing: string;
  now: () => Date;
}

/** An estimate that is about to be made and kept. */
export interface EstimateOrder {
  id: string;
  make: () => Promise<NewEstimate>;
}

/** What one request has: the process's services, who asks, and loaders that batch within the request. */
export interface Context extends Services, CallContext {
  loaders: {
    /** By revision or deployment. */
    estimates: DataLoader<string, EstimateRecord | undefined>;
    estimateResources: DataLoader<string, ResourceCost[] | undefined>;
    /** Makes estimates side by side and saves them together. */
    newEstimates: DataLoader<EstimateOrder, NewEstimate, string>;
    usages: DataLoader<string, BlueprintUsageRecord | undefined>;
    deploymentCosts: DataLoader<string, DeploymentCostRecord | undefined>;
    environmentCosts: DataLoader<string, EnvironmentCostRecord | undefined>;
    /** As far as the viewer may see them. */
    revisions: DataLoader<string, PeerRevision | undefined>;
    blueprints: DataLoader<string, PeerBlueprint | undefined>;
  };
}

export function createContext(services: Services, call: CallContext): Context {
  const { store, blueprints } = services;
  return {
    ...services,
    ...call,
    loaders: {
      estimates: new DataLoader(async (ids) => mapInOrder(ids, await store.estimates.bySubjects(ids))),
      estimateResources: new DataLoader(async (ids) => mapInOrder(ids, await store.estimates.resources(ids))),
      newEstimates: new DataLoader((orders) => makeAndKeep(store, orders), { cacheKeyFn: (order) => order.id }),
      usages: new DataLoader(async (ids) => mapInOrder(ids, await store.usages.byBlueprints(ids))),
      deploymentCosts: new DataLoader(async (ids) => mapInOrder(ids, await store.deploymentCosts.byDeployments(ids))),
      environmentCosts: new DataLoader(async (ids) => mapInOrder(ids, await store.environmentCosts.byEnvironments(ids))),
      revisions: new DataLoader(async (ids) => mapInOrder(ids, await blueprints.revisions(ids, call))),
      blueprints: new DataLoader(async (ids) => mapInOrder(ids, await blueprints.blueprints(ids, call))),
    },
  };
}

/** One that fails leaves the others as they are. */
async function makeAndKeep(store: Store, orders: readonly EstimateOrder[]): Promise<(NewEstimate | Error)[]> {
  const made = await Promise.allSettled(orders.map((order) => order.make()));
  const good = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (good.length) await store.transaction((tx) => tx.estimates.replace(good));
  return made.map((one) => (one.status === 'fulfilled' ? one.value : toError(one.reason)));
}

const toError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));
