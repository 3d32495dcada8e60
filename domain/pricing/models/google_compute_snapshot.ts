import { quantityOf, textOf } from '../attributes';
import { usageLine } from '../billing/list-model';
import type { PricingModel } from '../model';

/** As large as its disk at most, where the usage states nothing smaller. */
export const googleComputeSnapshot: PricingModel = {
  type: 'google_compute_snapshot',
  usageKeys: ['storage_gb'],
  components: (resource, context) => {
    const name = textOf(resource.values, 'source_disk');
    const disk =
      context.referenced('google_compute_disk', 'source_disk')[0] ??
      context.all('google_compute_disk').find(({ values }) => name !== undefined && textOf(values, 'name') === name);
    const size = context.usage.amount('storage_gb') ?? (disk ? quantityOf(disk.values, 'size', null) : null);
    return [usageLine(resource, context, 'Storage', 'GB', size)];
  },
};
