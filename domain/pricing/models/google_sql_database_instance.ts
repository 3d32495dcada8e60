import Big from 'big.js';
import type { EvaluatedResource } from '../../blueprint/evaluated';
import { blocksOf, choiceOf, firstBlock, flagOf, quantityOf, textOf } from '../attributes';
import { fixedLine, hourlyLine, usageLine } from '../billing/list-model';
import { component, hoursPerMonth, type PricedComponent } from '../component';
import { listRate } from '../list-price';
import type { ModelContext, PricingModel } from '../model';
import { ownValue } from '../own-value';

type Availability = 'zonal' | 'regional' | 'unknown';

/** GB of memory per vCPU of the named tiers; lightweight ones have the same memory whatever their vCPUs. */
const memoryPerVcpu: Record<string, string> = { standard: '3.75', highmem: '6.5' };
const lightweightMemory = new Big('3.75');

/** vCPUs and memory of a tier that is charged by them; undefined for tiers with a price of their own. */
function tierSize(tier: string, version: string): { vcpus: Big; gigabytes: Big } | undefined {
  const custom = /^db-custom-(\d+)-(\d+)$/.exec(tier);
  if (custom) return { vcpus: new Big(custom[1] ?? 0), gigabytes: new Big(custom[2] ?? 0).div(1024) };
  const named = /^db-(n1-)?(standard|highmem|lightweight)-(\d+)$/.exec(tier);
  // The first-generation N1 tiers of MySQL have prices of their own.
  if (!named || (named[1] !== undefined && version.startsWith('MYSQL'))) return undefined;
  const vcpus = new Big(named[3] ?? 0);
  const perVcpu = ownValue(memoryPerVcpu, named[2]);
  return { vcpus, gigabytes: perVcpu === undefined ? lightweightMemory : vcpus.times(perVcpu) };
}

function machine(resource: EvaluatedResource, context: ModelContext, place: Availability, path: string[]): PricedComponent[] {
  const settings = firstBlock(resource.values, 'settings');
  const tier = choiceOf(settings, 'tier', 'unknown');
  const size = tierSize(tier, textOf(resource.values, 'database_version') ?? '');
  if (!size) return [hourlyLine(resource, context, `SQL instance (${tier}, ${place})`, { path })];
  const memory = listRate(resource, context, `Memory (${place})`);
  return [
    component({
      path,
      name: `vCPUs (${size.vcpus.toFixed()}, ${place})`,
      unit: 'hours',
      quantity: size.vcpus.times(hoursPerMonth),
      rate: listRate(resource, context, `vCPUs (${place})`),
    }),
    component({ path, name: `Memory (${size.gigabytes.toFixed()} GB, ${place})`, unit: 'GB', quantity: size.gigabytes, rate: memory }),
  ];
}

function storage(resource: EvaluatedResource, context: ModelContext, place: Availability, path: string[]): PricedComponent {
  const settings = firstBlock(resource.values, 'settings');
  const kind = textOf(settings, 'disk_type') === 'PD_HDD' ? 'HDD' : 'SSD';
  return fixedLine(resource, context, `Storage (${kind}, ${place})`, 'GB', quantityOf(settings, 'disk_size', 10), { path });
}

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const settings = firstBlock(resource.values, 'settings');
  const availability = choiceOf(settings, 'availability_type', 'ZONAL');
  const place: Availability = availability === 'unknown' ? 'unknown' : availability === 'REGIONAL' ? 'regional' : 'zonal';
  const publicAddress = flagOf(firstBlock(settings, 'ip_configuration'), 'ipv4_enabled', true);
  const replicated = blocksOf(resource.values, 'replica_configuration').length > 0;
  return [
    ...machine(resource, context, place, []),
    storage(resource, context, place, []),
    usageLine(resource, context, 'Backups', 'GB', context.usage.amount('backup_storage_gb')),
    ...(publicAddress ? [hourlyLine(resource, context, 'IP address (if unused)')] : []),
    ...(replicated ? [...machine(resource, context, 'zonal', ['Replica']), storage(resource, context, 'zonal', ['Replica'])] : []),
  ];
}

export const googleSqlDatabaseInstance: PricingModel = {
  type: 'google_sql_database_instance',
  usageKeys: ['backup_storage_gb'],
  components,
};
