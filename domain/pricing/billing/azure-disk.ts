import Big from 'big.js';
import type { JsonObject } from '../../json';
import { choiceOf, quantityOf } from '../attributes';
import { component, type PricedComponent, type Rate } from '../component';
import { findRate } from '../list-price';
import type { ModelContext } from '../model';
import { ownValue } from '../own-value';

/** Managed disks are sold in sizes: the number of each tier and the GiB it holds. */
const sizes: { tier: number; gib: number }[] = [
  { tier: 1, gib: 4 },
  { tier: 2, gib: 8 },
  { tier: 3, gib: 16 },
  { tier: 4, gib: 32 },
  { tier: 6, gib: 64 },
  { tier: 10, gib: 128 },
  { tier: 15, gib: 256 },
  { tier: 20, gib: 512 },
  { tier: 30, gib: 1024 },
  { tier: 40, gib: 2048 },
  { tier: 50, gib: 4096 },
  { tier: 60, gib: 8192 },
  { tier: 70, gib: 16_384 },
  { tier: 80, gib: 32_767 },
];

/** Ultra disks are charged by these sizes, then by whole TiB. */
const ultraSizes = [4, 8, 16, 32, 64, 128, 256, 512, 1024];

const letters: Record<string, string> = { Standard: 'S', StandardSSD: 'E', Premium: 'P' };

export interface AzureDisk {
  path: string[];
  /** e.g. Standard_LRS, or unknown. */
  kind: string;
  /** null: not known. */
  sizeGb: Big | null;
  operations: Big | null;
  /** Attributes that hold IOPS and throughput of an ultra disk. */
  values: JsonObject;
}

const diskRate = (context: ModelContext, sku: string, name: string): Rate | undefined =>
  findRate(context, { provider: 'AZURE', service: 'Storage', sku: `disk:${sku}`, component: name });

/** A managed disk: the price of its tier, and transactions where the kind charges them. */
export function azureDiskComponents(disk: AzureDisk, context: ModelContext): PricedComponent[] {
  const { path } = disk;
  const [family = 'unknown', redundancy = 'LRS'] = disk.kind.split('_');
  if (family === 'UltraSSD') return ultraComponents(disk, context);
  const letter = ownValue(letters, family);
  // Standard HDD starts at 32 GiB.
  const size = disk.sizeGb && sizes.find(({ tier, gib }) => disk.sizeGb?.lte(gib) && (letter !== 'S' || tier >= 4));
  const tier = letter && size ? `${letter}${size.tier}` : 'unknown';
  const storage = component({
    path,
    name: `Storage (${tier}, ${redundancy})`,
    unit: 'months',
    quantity: 1,
    rate: diskRate(context, `${tier} ${redundancy}`, 'Storage'),
  });
  if (letter !== 'S' && letter !== 'E') return [storage];
  const rate = diskRate(context, letter, 'Disk operations');
  return [
    storage,
    component({
      path,
      name: 'Disk operations',
      unit: '10k operations',
      quantity: disk.operations && disk.operations.div(10_000),
      rate,
      usageBased: true,
    }),
  ];
}

function ultraComponents({ path, sizeGb, values }: AzureDisk, context: ModelContext): PricedComponent[] {
  const gib = sizeGb && ultraSize(sizeGb);
  const part = (name: string, unit: string, quantity: Big | null, price: string): PricedComponent =>
    component({ path, name, unit, quantity, rate: diskRate(context, 'ultra', price) });
  return [
    part(`Storage (ultra, ${gib ? gib.toFixed() : 'unknown'} GiB)`, 'GiB', gib, 'Storage'),
    part('Provisioned IOPS', 'IOPS', quantityOf(values, 'disk_iops_read_write', 2048), 'Provisioned IOPS'),
    part('Throughput', 'MB/s', quantityOf(values, 'disk_mbps_read_write', 8), 'Throughput'),
  ];
}

function ultraSize(size: Big): Big {
  const step = ultraSizes.find((gib) => size.lte(gib));
  return step === undefined ? size.div(1024).round(0, Big.roundUp).times(1024) : new Big(step);
}

/**
 * Kind and size of a disk block or resource. Where no size is stated: 30 GB, as small Linux images take, and 1024 GB for
 * ultra disks.
 */
export function blockDisk(path: string[], values: JsonObject, kindAttribute: string, operations: Big | null): AzureDisk {
  const kind = choiceOf(values, kindAttribute, 'Standard_LRS');
  return { path, kind, sizeGb: quantityOf(values, 'disk_size_gb', kind.startsWith('Ultra') ? 1024 : 30), operations, values };
}
