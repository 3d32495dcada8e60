import type { EvaluatedResource } from '../../blueprint/evaluated';
import { choiceOf, flagOf } from '../attributes';
import { usageLine } from '../billing/list-model';
import { splitTiers, type Tier } from '../billing/tiers';
import type { PricedComponent } from '../component';
import type { ModelContext, PricingModel } from '../model';

const capacityTiers: Tier[] = [
  { name: 'Capacity (first 50TB)', size: 51_200 },
  { name: 'Capacity (next 450TB)', size: 460_800 },
  { name: 'Capacity (over 500TB)', size: null },
];

/** What a line of the bill counts: name, usage key, and how many counts one priced unit holds. */
interface Line {
  name: string;
  unit: string;
  key: string;
  per: number;
}

const gigabytes = (name: string, key: string): Line => ({ name, unit: 'GB', key, per: 1 });
const operations = (name: string, key: string): Line => ({ name, unit: '10k operations', key, per: 10_000 });
const writes = operations('Write operations', 'monthly_write_operations');
const lists = operations('List and create container operations', 'monthly_list_and_create_container_operations');
const reads = operations('Read operations', 'monthly_read_operations');
const others = operations('All other operations', 'monthly_other_operations');
const retrieval = gigabytes('Data retrieval', 'monthly_data_retrieval_gb');
const earlyDeletion = gigabytes('Early deletion', 'early_deletion_gb');
const blobIndex: Line = { name: 'Blob index', unit: '10k tags', key: 'blob_index_tags', per: 10_000 };
const iterativeWrites: Line = {
  name: 'Iterative write operations',
  unit: '100 operations',
  key: 'monthly_iterative_write_operations',
  per: 100,
};
const iterativeReads = operations('Iterative read operations', 'monthly_iterative_read_operations');
const atRest = gigabytes('Data at rest', 'data_at_rest_storage_gb');
const snapshots = gigabytes('Snapshots', 'snapshots_storage_gb');
const metadata = gigabytes('Metadata at rest', 'metadata_at_rest_storage_gb');

interface Account {
  kind: string;
  premium: boolean;
  cool: boolean;
  hierarchical: boolean;
}

/** File shares: premium ones are charged for space alone. */
const fileLines = ({ premium, cool }: Account): Line[] =>
  premium
    ? [atRest, snapshots]
    : [
        atRest,
        snapshots,
        metadata,
        writes,
        { ...lists, name: 'List operations' },
        reads,
        others,
        ...(cool ? [retrieval, earlyDeletion] : []),
      ];

function blobLines({ kind, premium, cool, hierarchical }: Account): Line[] {
  const coolStandard = cool && !premium;
  if (hierarchical) return [iterativeWrites, writes, iterativeReads, reads, others, ...(coolStandard ? [retrieval, earlyDeletion] : [])];
  const indexed = !premium && kind !== 'Storage';
  return [
    writes,
    lists,
    reads,
    others,
    ...(coolStandard ? [retrieval] : []),
    ...(indexed ? [blobIndex] : []),
    ...(coolStandard && kind === 'StorageV2' ? [earlyDeletion] : []),
  ];
}

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const { values } = resource;
  const access = choiceOf(values, 'access_tier', '');
  const tier = choiceOf(values, 'account_tier', 'unknown');
  const account = {
    kind: choiceOf(values, 'account_kind', 'StorageV2'),
    premium: tier === 'Premium',
    cool: access === 'Cool',
    hierarchical: flagOf(values, 'nfsv3_enabled'),
  };
  const facts = {
    account_kind: account.kind,
    account_tier: tier,
    access_tier: access,
    account_replication_type: choiceOf(values, 'account_replication_type', 'unknown'),
    nfsv3_enabled: String(account.hierarchical),
  };
  const amountOf = (line: Line): PricedComponent =>
    usageLine(resource, context, line.name, line.unit, context.usage.amount(line.key), { per: line.per, facts });
  if (account.kind === 'FileStorage') return fileLines(account).map(amountOf);
  const capacity = context.usage.amount('storage_gb');
  const tiered = capacity !== null && !account.premium && !account.cool && account.kind !== 'Storage';
  return [
    ...(tiered
      ? splitTiers(capacity, capacityTiers).map(({ name, quantity }) => usageLine(resource, context, name, 'GB', quantity, { facts }))
      : [amountOf(gigabytes('Capacity', 'storage_gb'))]),
    ...blobLines(account).map(amountOf),
  ];
}

const allLines = [
  writes,
  lists,
  reads,
  others,
  retrieval,
  earlyDeletion,
  blobIndex,
  iterativeWrites,
  iterativeReads,
  atRest,
  snapshots,
  metadata,
];

export const azurermStorageAccount: PricingModel = {
  type: 'azurerm_storage_account',
  usageKeys: ['storage_gb', 'monthly_data_write_gb', ...allLines.map(({ key }) => key)],
  components,
};
