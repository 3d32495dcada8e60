import { fixedLine } from '../billing/list-model';
import type { PricingModel } from '../model';

export const awsRoute53Zone: PricingModel = {
  type: 'aws_route53_zone',
  usageKeys: [],
  components: (resource, context) => [fixedLine(resource, context, 'Hosted zone', 'months', 1)],
};
