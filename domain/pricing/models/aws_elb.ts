import { hourlyLine, usageLine } from '../billing/list-model';
import type { PricingModel } from '../model';

export const awsElb: PricingModel = {
  type: 'aws_elb',
  usageKeys: ['monthly_data_processed_gb'],
  components: (resource, context) => [
    hourlyLine(resource, context, 'Classic load balancer'),
    usageLine(resource, context, 'Data processed', 'GB', context.usage.amount('monthly_data_processed_gb')),
  ],
};
