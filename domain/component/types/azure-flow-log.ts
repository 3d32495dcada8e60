import type { ResourceSpec } from '../../blueprint/content';
import { ref, resource } from '../component-type';
import { storageAccount } from './azure-storage';
import { dashed } from './cloud-name';
import type { resourceGroup } from './azure-resource-group';

/**
 * A log of the traffic of a virtual network, kept for 90 days in a storage account that only Azure's own services reach.
 * Azure makes the network watcher of a region together with its first network. Needs the data source `azureClient`.
 */
export function flowLog(name: string, networkId: string, region: string, group: ReturnType<typeof resourceGroup>): ResourceSpec[] {
  const account = `${name}_flow`;
  return [
    storageAccount(account, region, group, {
      // The watcher writes with the account's keys.
      shared_access_key_enabled: true,
      blob_properties: [{ delete_retention_policy: [{ days: 7 }], container_delete_retention_policy: [{ days: 7 }] }],
    }),
    resource('azurerm_network_watcher_flow_log', name, {
      name: dashed(name, 80),
      network_watcher_name: `NetworkWatcher_${region}`,
      resource_group_name: 'NetworkWatcherRG',
      location: group.location,
      target_resource_id: networkId,
      storage_account_id: ref(`azurerm_storage_account.${account}.id`),
      enabled: true,
      version: 2,
      retention_policy: [{ enabled: true, days: 90 }],
    }),
  ];
}
