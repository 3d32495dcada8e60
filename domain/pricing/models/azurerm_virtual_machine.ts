import type { EvaluatedResource } from '../../blueprint/evaluated';
import { blocksOf, firstBlock, isSet, textOf } from '../attributes';
import { azureDiskComponents, blockDisk } from '../billing/azure-disk';
import { isHybrid, machineUsage } from '../billing/azure-machine';
import { ultraReservation } from '../billing/azure-modern-machine';
import type { PricedComponent } from '../component';
import type { ModelContext, PricingModel } from '../model';

function components(resource: EvaluatedResource, context: ModelContext): PricedComponent[] {
  const { values } = resource;
  const osDisk = firstBlock(values, 'storage_os_disk');
  const publisher = textOf(firstBlock(values, 'storage_image_reference'), 'publisher')?.toLowerCase() ?? '';
  const windows =
    textOf(osDisk, 'os_type') === 'Windows' || isSet(values, 'os_profile_windows_config') || publisher.startsWith('microsoftwindows');
  const system = windows ? 'Windows' : 'Linux';
  const hybrid = windows && isHybrid(textOf(values, 'license_type'));
  const disk = (name: string, attributes: typeof values): PricedComponent[] =>
    azureDiskComponents(
      blockDisk([name], attributes, 'managed_disk_type', context.usage.amount(`${name}.monthly_disk_operations`)),
      context,
    );
  return [
    machineUsage(textOf(values, 'vm_size'), system, { hybrid, spot: false }, context),
    ultraReservation(resource, context),
    ...disk('storage_os_disk', osDisk),
    ...blocksOf(values, 'storage_data_disk').flatMap((attributes) => disk('storage_data_disk', attributes)),
  ];
}

export const azurermVirtualMachine: PricingModel = {
  type: 'azurerm_virtual_machine',
  usageKeys: ['monthly_hrs', 'storage_os_disk.monthly_disk_operations', 'storage_data_disk.monthly_disk_operations'],
  components,
};
