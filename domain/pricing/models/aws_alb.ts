import { loadBalancerComponents, loadBalancerUsageKeys } from '../billing/load-balancer';
import type { PricingModel } from '../model';

export const awsALb: PricingModel = { type: 'aws_alb', usageKeys: loadBalancerUsageKeys, components: loadBalancerComponents };
