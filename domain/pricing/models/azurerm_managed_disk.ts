import { azureDiskComponents, blockDisk } from '../billing/azure-disk';
import type { PricingModel } from '../model';

export const azurermManagedDisk: PricingModel = {
  type: 'azurerm_managed_disk',
  usageKeys: ['monthly_disk_operations'],
  components: ({ values }, context) =>
    azureDiskComponents(blockDisk([], values, 'storage_account_type', context.usage.amount('monthly_disk_operations')), context),
};
