import DataLoader from 'dataloader';
import type { CallContext } from '#platform/context-token';
import { inOrder, mapInOrder } from '#platform/loader';
import type { EventFeed } from './event-feed';
import type { IacPeer } from './peers/iac';
import type { ServiceWatch } from './service-watch';
import type { AlertCounts, AlertRecord, AlertStates } from './store/alert';
import type { MonitorRecord } from './store/monitor';
import type { Store } from './store/store';

/** What lives as long as the process. */
export interface Services {
  store: Store;
  iac: IacPeer;
  /** Tells readers of the log that there is more. */
  feed: EventFeed;
  services: ServiceWatch;
  now: () => Date;
}

interface NewestAlerts {
  environmentId: string;
  states: AlertStates;
  limit: number;
}

/** What one request has: the process's services, who asks, and loaders that batch within the request. */
export interface Context extends Services, CallContext {
  loaders: {
    monitors: DataLoader<string, MonitorRecord | undefined>;
    alerts: DataLoader<string, AlertRecord | undefined>;
    alertCounts: DataLoader<string, AlertCounts>;
    newestAlerts: DataLoader<NewestAlerts, AlertRecord[], string>;
  };
  /** Empties the loaders: after a change, and before each event of a subscription, whose context lives as long as it does. */
  forget(): void;
}

export function createContext(services: Services, call: CallContext): Context {
  const { store } = services;
  const loaders: Context['loaders'] = {
    monitors: new DataLoader(async (ids) => {
      const monitors = await store.monitors.byIds(ids);
      return mapInOrder(ids, new Map(monitors.map((one) => [one.environmentId, one])));
    }),
    alerts: new DataLoader(async (ids) => inOrder(ids, await store.alerts.byIds(ids))),
    alertCounts: new DataLoader(async (ids) => {
      const counts = await store.alerts.countsOf(ids);
      return ids.map((id) => counts.get(id) ?? {});
    }),
    newestAlerts: new DataLoader((keys) => newestAlerts(store, keys), { cacheKeyFn: (key) => JSON.stringify(key) }),
  };
  const forget = (): void => Object.values(loaders).forEach((loader) => loader.clearAll());
  return { ...services, ...call, loaders, forget };
}

/** One look-up for each list of states that is asked for; aliases of one field may ask for several. */
async function newestAlerts(store: Store, keys: readonly NewestAlerts[]): Promise<AlertRecord[][]> {
  const groups = new Map<string, NewestAlerts[]>();
  for (const key of keys) groups.set(JSON.stringify(key.states), [...(groups.get(JSON.stringify(key.states)) ?? []), key]);
  const found = new Map<NewestAlerts, AlertRecord[]>();
  for (const group of groups.values()) {
    const limit = Math.max(...group.map((key) => key.limit));
    const alerts = await store.alerts.newestOf([...new Set(group.map((key) => key.environmentId))], group[0]!.states, limit);
    for (const key of group) found.set(key, alerts.filter((alert) => alert.environmentId === key.environmentId).slice(0, key.limit));
  }
  return keys.map((key) => found.get(key)!);
}
