import type { ResourceSpec } from '../../blueprint/content';
import type { Json } from '../../json';
import { ref, resource, type ComponentType, type LoweringInput, type PropertySchema } from '../component-type';
import { azureClient, worldwideName } from './azure-names';
import { privateEndpoint } from './azure-private-endpoint';
import { resourceGroup } from './azure-resource-group';
import { networkProperty, subnetsProperty } from './shared-properties';

/** Deciding who reaches a vault over the network matters on Azure only: on AWS and Google Cloud the identity alone decides. */
export const vaultAccessProperty: PropertySchema = {
  type: 'array',
  items: { type: 'string', description: 'An IPv4 address or range, e.g. 203.0.113.7.' },
  description:
    'Azure: addresses that reach the vault through its firewall, among them the one that Terraform runs at; trusted services of Azure always do.',
  default: [],
};

/** Properties of what is in a vault on Azure. */
export const vaultProperties: Record<string, PropertySchema> = {
  allowed_ip_ranges: vaultAccessProperty,
  network_id: {
    ...networkProperty,
    description: `${networkProperty.description} With subnet_ids it gives the vault an address in the network on Azure.`,
  },
  subnet_ids: { ...subnetsProperty, description: 'Ids of the private subnets that reach it, e.g. ${component.net.private_subnet_ids}.' },
};

export const vaultFaults: ComponentType['faults'] = ({ network_id: network, subnet_ids: subnets }) =>
  (network ?? null) === null && (subnets ?? null) !== null
    ? [{ path: ['network_id'], message: '"subnet_ids" needs "network_id" beside it.' }]
    : [];

export interface KeyVault {
  resources: ResourceSpec[];
  shared: ResourceSpec[];
  dataSources: ResourceSpec[];
  /** Address of the vault, e.g. azurerm_key_vault.main. */
  address: string;
  /** What must be there before anything is put into the vault. */
  ready: string[];
}

/** A vault for one component, closed by default, in which the identity that runs Terraform has the named role. */
export function keyVault({ name, properties, region }: LoweringInput, deployerRole: string, retentionDays: Json): KeyVault {
  const group = resourceGroup(region);
  const address = `azurerm_key_vault.${name}`;
  const { network_id: networkId = null, subnet_ids: subnetIds = null } = properties;
  const endpoint =
    networkId === null || subnetIds === null
      ? { shared: [], resources: [] }
      : privateEndpoint({
          name: `${name}_vault`,
          group,
          networkId,
          subnetIds,
          target: ref(`${address}.id`),
          part: 'vault',
          zone: 'privatelink.vaultcore.azure.net',
        });
  return {
    shared: [group.resource, ...endpoint.shared],
    dataSources: [azureClient],
    resources: [
      resource('azurerm_key_vault', name, {
        name: worldwideName('kv-', name, 24),
        location: group.location,
        resource_group_name: group.name,
        tenant_id: ref('data.azurerm_client_config.current.tenant_id'),
        sku_name: 'standard',
        rbac_authorization_enabled: true,
        purge_protection_enabled: true,
        soft_delete_retention_days: retentionDays,
        network_acls: [{ default_action: 'Deny', bypass: 'AzureServices', ip_rules: properties['allowed_ip_ranges']! }],
      }),
      resource('azurerm_role_assignment', `${name}_deployer`, {
        scope: ref(`${address}.id`),
        role_definition_name: deployerRole,
        principal_id: ref('data.azurerm_client_config.current.object_id'),
      }),
      ...endpoint.resources,
    ],
    address,
    ready: [`azurerm_role_assignment.${name}_deployer`],
  };
}
