import type { ResourceSpec } from '../../blueprint/content';
import { ref, resource } from '../component-type';
import type { resourceGroup } from './azure-resource-group';
import { dashed } from './cloud-name';

type Group = ReturnType<typeof resourceGroup>;

/** The identity that a component acts as. */
export function workloadIdentity(
  name: string,
  group: Group,
): { resource: ResourceSpec; id: string; principalId: string; clientId: string } {
  const address = `azurerm_user_assigned_identity.${name}`;
  return {
    resource: resource('azurerm_user_assigned_identity', name, {
      name: dashed(name),
      location: group.location,
      resource_group_name: group.name,
    }),
    id: ref(`${address}.id`),
    principalId: ref(`${address}.principal_id`),
    clientId: ref(`${address}.client_id`),
  };
}

/** The workspace that all components of a design log to. */
export function logWorkspace(group: Group): { resource: ResourceSpec; id: string } {
  return {
    resource: resource('azurerm_log_analytics_workspace', 'lintel', {
      name: 'lintel',
      location: group.location,
      resource_group_name: group.name,
      sku: 'PerGB2018',
      retention_in_days: 365,
    }),
    id: ref('azurerm_log_analytics_workspace.lintel.id'),
  };
}
