import { modernMachineComponents, modernMachineUsageKeys } from '../billing/azure-modern-machine';
import type { PricingModel } from '../model';

export const azurermLinuxVirtualMachine: PricingModel = {
  type: 'azurerm_linux_virtual_machine',
  usageKeys: modernMachineUsageKeys,
  components: (resource, context) => modernMachineComponents(resource, 'Linux', context),
};
