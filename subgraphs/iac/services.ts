import type { Catalog } from '#domain/catalog/catalog';
import type { Running } from '#platform/lifecycle';
import { createSealing } from '#platform/sealing';
import type { Foundation } from '#platform/subgraph/foundation';
import { createPeer } from '#platform/subgraph/peer';
import { loadCatalog } from '#workers/catalog-files';
import type { DomainWork } from '#workers/domain-work';
import type { IacConfig } from './config';
import type { Services } from './context';
import { blueprintPeer } from './peers/blueprint';
import { createStore } from './store/store';

/** What the API and a runner both work with. */
export function createServices(config: IacConfig, foundation: Foundation, work: DomainWork): { services: Services } & Running {
  const peer = createPeer({ url: config.blueprintUrl, audience: 'blueprint', issuer: 'iac', secret: config.contextSecret });
  let catalog: Catalog | undefined;
  return {
    services: {
      store: createStore(foundation.pool, createSealing(config.encryptionKeys)),
      work,
      blueprints: blueprintPeer(peer),
      listener: foundation.listener,
      catalog: () => (catalog ??= loadCatalog()),
      now: () => new Date(),
    },
    stop: () => peer.stop(),
  };
}
