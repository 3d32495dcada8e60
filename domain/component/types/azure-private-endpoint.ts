import type { ResourceSpec } from '../../blueprint/content';
import type { Json } from '../../json';
import { ref, resource } from '../component-type';
import type { resourceGroup } from './azure-resource-group';
import { dashed, fingerprint } from './cloud-name';
import { expressionOf } from './property-expressions';

interface PrivateEndpoint {
  name: string;
  group: ReturnType<typeof resourceGroup>;
  networkId: Json;
  subnetIds: Json;
  /** Id of the service. */
  target: string;
  /** Which part of it, e.g. blob. */
  part: string;
  /** The zone that its names are in, e.g. privatelink.blob.core.windows.net. */
  zone: string;
}

/**
 * Gives a service an address in the network and the network the names for it. The zone of names belongs to all components,
 * and so does its link, which a network can have only one of.
 */
export function privateEndpoint({ name, group, networkId, subnetIds, target, part, zone }: PrivateEndpoint): {
  shared: ResourceSpec[];
  resources: ResourceSpec[];
} {
  const zoneName = `lintel_${dashed(zone).replaceAll('-', '_')}`;
  const link = `${zoneName}_${fingerprint(expressionOf(networkId))}`;
  return {
    shared: [
      resource('azurerm_private_dns_zone', zoneName, { name: zone, resource_group_name: group.name }),
      resource('azurerm_private_dns_zone_virtual_network_link', link, {
        name: dashed(link),
        resource_group_name: group.name,
        private_dns_zone_name: ref(`azurerm_private_dns_zone.${zoneName}.name`),
        virtual_network_id: networkId,
        registration_enabled: false,
      }),
    ],
    resources: [
      resource('azurerm_private_endpoint', name, {
        name: dashed(name),
        location: group.location,
        resource_group_name: group.name,
        subnet_id: ref(`element(${expressionOf(subnetIds)}, 0)`),
        private_service_connection: [
          { name: dashed(name), is_manual_connection: false, private_connection_resource_id: target, subresource_names: [part] },
        ],
        private_dns_zone_group: [{ name: 'default', private_dns_zone_ids: [ref(`azurerm_private_dns_zone.${zoneName}.id`)] }],
      }),
    ],
  };
}
