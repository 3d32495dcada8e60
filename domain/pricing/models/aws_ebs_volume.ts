import { ebsVolumeComponents } from '../billing/ebs-volume';
import type { PricingModel } from '../model';

export const awsEbsVolume: PricingModel = {
  type: 'aws_ebs_volume',
  usageKeys: ['monthly_standard_io_requests'],
  components: ({ values }, context) =>
    ebsVolumeComponents(
      { path: [], values, sizeAttribute: 'size', typeAttribute: 'type', ioRequests: context.usage.amount('monthly_standard_io_requests') },
      context,
    ),
};
