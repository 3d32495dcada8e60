import type { ResourceSpec } from '../../blueprint/content';
import type { Json, JsonObject } from '../../json';
import { ref, resource } from '../component-type';
import { expressionOf } from './property-expressions';
import type { resourceGroup } from './azure-resource-group';

/** Name and resource group of a virtual network, from its id. */
export function azureNetwork(id: Json): { name: string; resourceGroup: string } {
  const parts = `split("/", ${expressionOf(id)})`;
  return { name: ref(`reverse(${parts})[0]`), resourceGroup: ref(`${parts}[4]`) };
}

interface ClosedSubnet {
  /** The subnet's name on Azure. */
  name: string;
  network: { name: string; resourceGroup: string };
  range: Json;
  group: ReturnType<typeof resourceGroup>;
  /** Inbound rules beside Azure's own, which let in the network itself and keep the internet out. */
  rules?: JsonObject[];
}

/** A subnet without a way out of its own, with a security group that keeps the internet out. */
export function closedSubnet(resourceName: string, { name, network, range, group, rules = [] }: ClosedSubnet): ResourceSpec[] {
  return [
    resource('azurerm_subnet', resourceName, {
      name,
      resource_group_name: network.resourceGroup,
      virtual_network_name: network.name,
      address_prefixes: [range],
      default_outbound_access_enabled: false,
      private_endpoint_network_policies: 'Enabled',
    }),
    resource('azurerm_network_security_group', resourceName, {
      name: `${name}-subnet`,
      location: group.location,
      resource_group_name: group.name,
      security_rule: rules.length > 0 ? rules : null,
    }),
    resource('azurerm_subnet_network_security_group_association', resourceName, {
      subnet_id: ref(`azurerm_subnet.${resourceName}.id`),
      network_security_group_id: ref(`azurerm_network_security_group.${resourceName}.id`),
    }),
  ];
}
