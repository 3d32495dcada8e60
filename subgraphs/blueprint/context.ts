import DataLoader from 'dataloader';
import type { Analysis } from '#domain/blueprint/analyse';
import type { BlueprintContent } from '#domain/blueprint/content';
import type { Catalog } from '#domain/catalog/catalog';
import type { CallContext } from '#platform/context-token';
import { inOrder, mapInOrder } from '#platform/loader';
import type { DomainWork } from '#workers/domain-work';
import type { BlueprintRecord } from './store/blueprint';
import type { ProjectRecord } from './store/project';
import type { RevisionRecord } from './store/revision';
import type { Store } from './store/store';

/** What lives as long as the process. */
export interface Services {
  store: Store;
  work: DomainWork;
  /** Read when it is first asked for: most requests need the worker's copy only. */
  catalog: () => Catalog;
  now: () => Date;
}

/** What one request has: the process's services, who asks, and loaders that batch within the request. */
export interface Context extends Services, CallContext {
  loaders: {
    projects: DataLoader<string, ProjectRecord | undefined>;
    blueprints: DataLoader<string, BlueprintRecord | undefined>;
    revisions: DataLoader<string, RevisionRecord | undefined>;
    contents: DataLoader<string, BlueprintContent | undefined>;
    analyses: DataLoader<string, { analysis: Analysis; analysisOf: string } | undefined>;
  };
}

export function createContext(services: Services, call: CallContext): Context {
  const { store } = services;
  return {
    ...services,
    ...call,
    loaders: {
      projects: new DataLoader(async (ids) => inOrder(ids, await store.projects.byIds(ids))),
      blueprints: new DataLoader(async (ids) => inOrder(ids, await store.blueprints.byIds(ids))),
      revisions: new DataLoader(async (ids) => inOrder(ids, await store.revisions.byIds(ids))),
      contents: new DataLoader(async (ids) => mapInOrder(ids, await store.revisions.contents(ids))),
      analyses: new DataLoader(async (ids) => mapInOrder(ids, await store.revisions.analyses(ids))),
    },
  };
}
