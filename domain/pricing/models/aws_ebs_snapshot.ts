import Big from 'big.js';
import { quantityOf } from '../attributes';
import { component, type PricedComponent } from '../component';
import { findRate } from '../list-price';
import type { PricingModel } from '../model';

/** Lines of the snapshot API: names, the price list's names, usage key and how many units one priced unit holds. */
const lines: { name: string; price: string; unit: string; key: string; per: number }[] = [
  { name: 'Fast snapshot restore', price: 'Fast snapshot restore', unit: 'DSU-hours', key: 'fast_snapshot_restore_hours', per: 1 },
  {
    name: 'ListChangedBlocks & ListSnapshotBlocks API requests',
    price: 'ListChangedBlocks/ListSnapshotBlocks requests',
    unit: '1k requests',
    key: 'monthly_list_block_requests',
    per: 1000,
  },
  {
    name: 'GetSnapshotBlock API requests',
    price: 'GetSnapshotBlock requests',
    unit: '1k SnapshotAPIUnits',
    key: 'monthly_get_block_requests',
    per: 1000,
  },
  {
    name: 'PutSnapshotBlock API requests',
    price: 'PutSnapshotBlock requests',
    unit: '1k SnapshotAPIUnits',
    key: 'monthly_put_block_requests',
    per: 1000,
  },
];

/** Snapshots hold changed blocks only; the size of the volume, 8 GB where none is stated, is the upper bound and the assumption. */
export const awsEbsSnapshot: PricingModel = {
  type: 'aws_ebs_snapshot',
  usageKeys: lines.map(({ key }) => key),
  components: (_resource, context): PricedComponent[] => {
    const volume = context.referenced('aws_ebs_volume', 'volume_id')[0];
    const size = volume ? quantityOf(volume.values, 'size', 8) : new Big(8);
    const rate = (price: string, factor: number) =>
      ['ebs:snapshot', 'ebs:direct-api']
        .map((sku) => findRate(context, { provider: 'AWS', sku, component: price }, { factor }))
        .find((found) => found !== undefined);
    return [
      component({ name: 'EBS snapshot storage', unit: 'GB', quantity: size, rate: rate('EBS snapshot storage', 1), usageBased: true }),
      ...lines.map(({ name, price, unit, key, per }) => {
        const amount = context.usage.amount(key);
        return component({ name, unit, quantity: amount && amount.div(per), rate: rate(price, per), usageBased: true });
      }),
    ];
  },
};
