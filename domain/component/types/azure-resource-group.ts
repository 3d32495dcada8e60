import type { ResourceSpec } from '../../blueprint/content';
import { ref, resource } from '../component-type';

/** The resource group that all components of a design on Azure share, and how to refer to it. */
export function resourceGroup(region: string): { resource: ResourceSpec; name: string; location: string } {
  const address = 'azurerm_resource_group.lintel';
  return {
    resource: resource('azurerm_resource_group', 'lintel', { name: 'lintel', location: region }),
    name: ref(`${address}.name`),
    location: ref(`${address}.location`),
  };
}
