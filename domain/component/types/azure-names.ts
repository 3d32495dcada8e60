import type { ResourceSpec } from '../../blueprint/content';
import { ref, resource } from '../component-type';
import { dashed } from './cloud-name';

/** Who Terraform acts as on Azure: tenant_id, subscription_id, object_id. */
export const azureClient: ResourceSpec = resource('azurerm_client_config', 'current', {});

/**
 * A name that is unique in the whole of Azure: the component's, and eight digits that differ between subscriptions and
 * stay the same within one. At most `longest` characters. Needs the data source `azureClient`.
 */
export function worldwideName(prefix: string, name: string, longest: number): string {
  const own = dashed(`${prefix}${name}`, longest - 9);
  const digits = `substr(sha256("\${data.azurerm_client_config.current.subscription_id}/${name}"), 0, 8)`;
  return `${own}-${ref(digits)}`;
}
