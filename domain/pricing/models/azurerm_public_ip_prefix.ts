import { hourlyLine } from '../billing/list-model';
import type { PricingModel } from '../model';

export const azurermPublicIpPrefix: PricingModel = {
  type: 'azurerm_public_ip_prefix',
  usageKeys: [],
  components: (resource, context) => [hourlyLine(resource, context, 'IP prefix')],
};
