import { hourlyLine, usageLine } from '../billing/list-model';
import type { PricingModel } from '../model';

export const azurermNatGateway: PricingModel = {
  type: 'azurerm_nat_gateway',
  usageKeys: ['monthly_data_processed_gb'],
  components: (resource, context) => [
    hourlyLine(resource, context, 'NAT gateway'),
    usageLine(resource, context, 'Data processed', 'GB', context.usage.amount('monthly_data_processed_gb')),
  ],
};
