import Big from 'big.js';
import type { JsonObject } from '../../json';
import { choiceOf, quantityOf } from '../attributes';
import { component, type PricedComponent, type Rate } from '../component';
import { findRate } from '../list-price';
import type { ModelContext } from '../model';
import { ownValue } from '../own-value';

const volumeLabels: Record<string, string> = {
  gp2: 'general purpose SSD, gp2',
  gp3: 'general purpose SSD, gp3',
  io1: 'provisioned IOPS SSD, io1',
  io2: 'provisioned IOPS SSD, io2',
  st1: 'throughput optimized HDD, st1',
  sc1: 'cold HDD, sc1',
  standard: 'magnetic',
};

/** What gp3 includes at no charge. */
const freeIops = 3000;
const freeThroughput = 125;

/** io2 IOPS are charged in bands; each with the name of its price. */
const io2Bands: { name: string; price: string; from: number; to: number }[] = [
  { name: 'Provisioned IOPS', price: 'Provisioned IOPS (tier 1, <=32000)', from: 0, to: 32_000 },
  { name: 'Provisioned IOPS (32,001-64,000)', price: 'Provisioned IOPS (tier 2, 32001-64000)', from: 32_000, to: 64_000 },
  { name: 'Provisioned IOPS (over 64,000)', price: 'Provisioned IOPS (tier 3, >64000)', from: 64_000, to: Number.POSITIVE_INFINITY },
];

export interface EbsVolume {
  path: string[];
  /** Attributes under the names that size, type, iops and throughput have here. */
  values: JsonObject;
  sizeAttribute: 'size' | 'volume_size';
  typeAttribute: 'type' | 'volume_type';
  /** I/O requests of magnetic volumes, if assumed. */
  ioRequests: Big | null;
  /** How many such volumes there are, e.g. one per node. */
  count?: Big | null;
}

/** Components of one EBS volume: 8 GB and gp2 where the attributes are absent. */
export function ebsVolumeComponents(volume: EbsVolume, context: ModelContext): PricedComponent[] {
  const { values, path } = volume;
  const type = choiceOf(values, volume.typeAttribute, 'gp2');
  const rate = (name: string, factor = 1): Rate | undefined =>
    findRate(context, { provider: 'AWS', sku: `ebs:${type}`, component: name }, { factor });
  const times = (amount: Big | null): Big | null =>
    amount && (volume.count === undefined ? amount : volume.count && amount.times(volume.count));
  const size = quantityOf(values, volume.sizeAttribute, 8);
  const storage = component({
    path,
    name: `Storage (${ownValue(volumeLabels, type) ?? type})`,
    unit: 'GB',
    quantity: times(size),
    rate: rate('Storage'),
  });
  const part = (name: string, unit: string, quantity: Big | null, price: Rate | undefined): PricedComponent =>
    component({ path, name, unit, quantity: times(quantity), rate: price });
  const iops = quantityOf(values, 'iops', type === 'gp3' ? freeIops : null);
  if (type === 'io1') return [storage, part('Provisioned IOPS', 'IOPS', iops, rate('Provisioned IOPS'))];
  if (type === 'io2') return [storage, ...io2Components(iops).map((band) => part(band.name, 'IOPS', band.quantity, rate(band.price)))];
  if (type === 'gp3') {
    const throughput = above(quantityOf(values, 'throughput', freeThroughput), freeThroughput);
    const extraIops = above(iops, freeIops);
    return [
      storage,
      ...(isZero(throughput)
        ? []
        : [part('Provisioned throughput', 'Mbps', throughput, rate('Provisioned throughput (over 125 MBps)', 1 / 1024))]),
      ...(isZero(extraIops) ? [] : [part('Provisioned IOPS', 'IOPS', extraIops, rate('Provisioned IOPS (over 3000)'))]),
    ];
  }
  if (type !== 'standard') return [storage];
  const requests = volume.ioRequests && volume.ioRequests.div(1_000_000);
  return [
    storage,
    component({
      path,
      name: 'I/O requests',
      unit: '1M request',
      quantity: requests,
      rate: rate('I/O requests', 1_000_000),
      usageBased: true,
    }),
  ];
}

function io2Components(iops: Big | null): { name: string; price: string; quantity: Big | null }[] {
  if (!iops) return io2Bands.slice(0, 1).map((band) => ({ ...band, quantity: null }));
  return io2Bands
    .filter((band) => iops.gt(band.from))
    .map((band) => ({
      name: band.name,
      price: band.price,
      quantity: iops.gt(band.to) ? new Big(band.to - band.from) : iops.minus(band.from),
    }));
}

const isZero = (amount: Big | null): boolean => amount !== null && amount.eq(0);

const above = (amount: Big | null, included: number): Big | null => amount && (amount.gt(included) ? amount.minus(included) : new Big(0));
