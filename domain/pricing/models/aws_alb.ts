import { loadBalancerComponents, loadBalancerUsageKeys } from '../billing/load-balancer';
import type { PricingModel } from '../model';

export const awsAlb: PricingModel = { type: 'aws_alb', usageKeys: loadBalancerUsageKeys, components: loadBalancerComponents };
