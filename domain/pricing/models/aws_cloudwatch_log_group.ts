import { usageLine } from '../billing/list-model';
import type { PricingModel } from '../model';

export const awsCloudwatchLogGroup: PricingModel = {
  type: 'aws_cloudwatch_log_group',
  usageKeys: ['monthly_data_ingested_gb', 'storage_gb', 'monthly_data_scanned_gb'],
  components: (resource, context) => [
    usageLine(resource, context, 'Data ingested', 'GB', context.usage.amount('monthly_data_ingested_gb')),
    usageLine(resource, context, 'Archival Storage', 'GB', context.usage.amount('storage_gb')),
    usageLine(resource, context, 'Insights queries data scanned', 'GB', context.usage.amount('monthly_data_scanned_gb')),
  ],
};
