import type Big from 'big.js';
import { blocksOf, isSet, quantityOf, textOf } from '../attributes';
import { fixedLine, usageLine } from '../billing/list-model';
import type { PricingModel } from '../model';

export const awsEfsFileSystem: PricingModel = {
  type: 'aws_efs_file_system',
  usageKeys: ['storage_gb', 'infrequent_access_storage_gb', 'monthly_infrequent_access_read_gb', 'monthly_infrequent_access_write_gb'],
  components: (resource, context) => {
    const { values } = resource;
    const kind = isSet(values, 'availability_zone_name') ? 'one zone' : 'standard';
    const usage = (key: string): Big | null => context.usage.amount(key);
    const infrequent = blocksOf(values, 'lifecycle_policy').some((policy) => isSet(policy, 'transition_to_ia'));
    return [
      usageLine(resource, context, `Storage (${kind})`, 'GB', usage('storage_gb')),
      ...(textOf(values, 'throughput_mode') === 'provisioned'
        ? [fixedLine(resource, context, 'Provisioned throughput', 'MBps', quantityOf(values, 'provisioned_throughput_in_mibps', null))]
        : []),
      ...(infrequent
        ? [
            usageLine(resource, context, `Storage (${kind}, infrequent access)`, 'GB', usage('infrequent_access_storage_gb')),
            usageLine(resource, context, 'Read requests (infrequent access)', 'GB', usage('monthly_infrequent_access_read_gb')),
            usageLine(resource, context, 'Write requests (infrequent access)', 'GB', usage('monthly_infrequent_access_write_gb')),
          ]
        : []),
    ];
  },
};
