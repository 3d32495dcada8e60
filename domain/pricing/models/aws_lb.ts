import { loadBalancerComponents, loadBalancerUsageKeys } from '../billing/load-balancer';
import type { PricingModel } from '../model';

export const awsLb: PricingModel = { type: 'aws_lb', usageKeys: loadBalancerUsageKeys, components: loadBalancerComponents };
