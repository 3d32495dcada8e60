import type { ComponentType } from './component-type';
import { alarm } from './types/alarm';
import { blockVolume } from './types/block-volume';
import { cache } from './types/cache';
import { cdn } from './types/cdn';
import { certificate } from './types/certificate';
import { containerService } from './types/container-service';
import { dnsZone } from './types/dns-zone';
import { encryptionKey } from './types/encryption-key';
import { eventStream } from './types/event-stream';
import { fileShare } from './types/file-share';
import { firewall } from './types/firewall';
import { functionType } from './types/function';
import { identityRole } from './types/identity-role';
import { keyValueTable } from './types/key-value-table';
import { kubernetesCluster } from './types/kubernetes-cluster';
import { loadBalancer } from './types/load-balancer';
import { logStore } from './types/log-store';
import { network } from './types/network';
import { objectStore } from './types/object-store';
import { queue } from './types/queue';
import { relationalDatabase } from './types/relational-database';
import { secret } from './types/secret';
import { subnetGroup } from './types/subnet-group';
import { topic } from './types/topic';
import { vm } from './types/vm';
import { vmGroup } from './types/vm-group';

const types: readonly ComponentType[] = [
  alarm,
  blockVolume,
  cache,
  cdn,
  certificate,
  containerService,
  dnsZone,
  encryptionKey,
  eventStream,
  fileShare,
  firewall,
  functionType,
  identityRole,
  keyValueTable,
  kubernetesCluster,
  loadBalancer,
  logStore,
  network,
  objectStore,
  queue,
  relationalDatabase,
  secret,
  subnetGroup,
  topic,
  vm,
  vmGroup,
];

const byName = new Map(types.map((type) => [type.name, type]));

export const componentType = (name: string): ComponentType | undefined => byName.get(name);

/** All component types, in name order. */
export const componentTypes = (): readonly ComponentType[] => types;
