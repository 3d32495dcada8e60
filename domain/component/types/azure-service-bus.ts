import type { ResourceSpec } from '../../blueprint/content';
import { ref, resource } from '../component-type';
import { azureClient, worldwideName } from './azure-names';
import { resourceGroup } from './azure-resource-group';

/** The Service Bus namespace that all queues and topics of a design share: entered with identities only, never with keys. */
export function serviceBus(region: string): { shared: ResourceSpec[]; dataSources: ResourceSpec[]; id: string; endpoint: string } {
  const group = resourceGroup(region);
  const address = 'azurerm_servicebus_namespace.lintel';
  return {
    shared: [
      group.resource,
      resource('azurerm_servicebus_namespace', 'lintel', {
        name: worldwideName('messages-', 'lintel', 50),
        location: group.location,
        resource_group_name: group.name,
        sku: 'Standard',
        local_auth_enabled: false,
        minimum_tls_version: '1.2',
      }),
    ],
    dataSources: [azureClient],
    id: ref(`${address}.id`),
    endpoint: `${address}.endpoint`,
  };
}
