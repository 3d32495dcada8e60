import { choiceOf } from '../attributes';
import { hourlyLine } from '../billing/list-model';
import type { PricingModel } from '../model';

export const azurermPublicIp: PricingModel = {
  type: 'azurerm_public_ip',
  usageKeys: [],
  components: (resource, context) => {
    const { values } = resource;
    const method = choiceOf(values, 'allocation_method', 'unknown').toLowerCase();
    const scope = choiceOf(values, 'sku_tier', 'regional').toLowerCase();
    const sku = choiceOf(values, 'sku', '').toLowerCase();
    return [hourlyLine(resource, context, `IP address (${method}, ${scope})`, { facts: { sku, allocation_method: method } })];
  },
};
