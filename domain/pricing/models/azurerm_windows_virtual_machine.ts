import { modernMachineComponents, modernMachineUsageKeys } from '../billing/azure-modern-machine';
import type { PricingModel } from '../model';

export const azurermWindowsVirtualMachine: PricingModel = {
  type: 'azurerm_windows_virtual_machine',
  usageKeys: modernMachineUsageKeys,
  components: (resource, context) => modernMachineComponents(resource, 'Windows', context),
};
