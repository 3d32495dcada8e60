import type { ResourceSpec } from '../../blueprint/content';
import type { Json } from '../../json';
import { ref, resource } from '../component-type';
import type { resourceGroup } from './azure-resource-group';
import { azureNetwork } from './azure-subnet';
import { dashed, fingerprint } from './cloud-name';

interface DelegatedSubnet {
  name: string;
  group: ReturnType<typeof resourceGroup>;
  networkId: Json;
  /** The service that runs in it, e.g. Microsoft.App/environments. */
  service: string;
}

/**
 * A subnet of 32 addresses for one service alone, as Azure demands it. Its place is in the upper half of the network's range,
 * which the subnets of a network component leave free, and follows from the component's name.
 */
export function delegatedSubnet({ name, group, networkId, service }: DelegatedSubnet): {
  id: string;
  dataSources: ResourceSpec[];
  resources: ResourceSpec[];
} {
  const network = azureNetwork(networkId);
  const range = `try(data.azurerm_virtual_network.${name}.address_space[0], "10.0.0.0/16")`;
  const half = `pow(2, 26 - tonumber(split("/", ${range})[1]))`;
  const slot = `${half} + ${Number.parseInt(fingerprint(name), 16)} % ${half}`;
  const subnet = ref(`azurerm_subnet.${name}.id`);
  return {
    id: subnet,
    dataSources: [resource('azurerm_virtual_network', name, { name: network.name, resource_group_name: network.resourceGroup })],
    resources: [
      resource('azurerm_subnet', name, {
        name: dashed(name),
        resource_group_name: network.resourceGroup,
        virtual_network_name: network.name,
        address_prefixes: [ref(`cidrsubnet(${range}, 27 - tonumber(split("/", ${range})[1]), ${slot})`)],
        delegation: [
          {
            name: 'service',
            service_delegation: [{ name: service, actions: ['Microsoft.Network/virtualNetworks/subnets/join/action'] }],
          },
        ],
      }),
      resource('azurerm_network_security_group', name, {
        name: dashed(`${name}-subnet`),
        location: group.location,
        resource_group_name: group.name,
      }),
      resource('azurerm_subnet_network_security_group_association', name, {
        subnet_id: subnet,
        network_security_group_id: ref(`azurerm_network_security_group.${name}.id`),
      }),
    ],
  };
}
