import type { EvaluatedResource } from '../../blueprint/evaluated';
import { firstBlock, flagOf, textOf } from '../attributes';
import { component, type PricedComponent } from '../component';
import { listRate } from '../list-price';
import type { ModelContext } from '../model';
import { azureDiskComponents, blockDisk } from './azure-disk';
import { isHybrid, machineUsage, type AzureSystem } from './azure-machine';

export const modernMachineUsageKeys = ['monthly_hrs', 'os_disk.monthly_disk_operations'] as const;

/** azurerm_linux_virtual_machine and azurerm_windows_virtual_machine: machine, OS disk, reservation for ultra disks. */
export function modernMachineComponents(resource: EvaluatedResource, system: AzureSystem, context: ModelContext): PricedComponent[] {
  const { values } = resource;
  const hybrid = system === 'Windows' && isHybrid(textOf(values, 'license_type'));
  const spot = textOf(values, 'priority') === 'Spot';
  const operations = context.usage.amount('os_disk.monthly_disk_operations');
  return [
    machineUsage(textOf(values, 'size'), system, { hybrid, spot }, context),
    ...(flagOf(firstBlock(values, 'additional_capabilities'), 'ultra_ssd_enabled') ? [ultraReservation(resource, context)] : []),
    ...azureDiskComponents(blockDisk(['os_disk'], firstBlock(values, 'os_disk'), 'storage_account_type', operations), context),
  ];
}

/** Charged per vCPU while a machine is set up for ultra disks and has none attached. */
export function ultraReservation(resource: EvaluatedResource, context: ModelContext): PricedComponent {
  const rate = listRate(resource, context, 'Ultra disk reservation (if unattached)', { sku: 'azurerm_virtual_machine' });
  return component({ name: 'Ultra disk reservation (if unattached)', unit: 'vCPU', quantity: null, rate, usageBased: true });
}
