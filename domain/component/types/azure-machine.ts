import type { Json, JsonObject } from '../../json';
import { ref } from '../component-type';
import { machineImage, machineTypes } from './machine';
import { expressionOf, pick } from './property-expressions';

/**
 * Azure wants a public key for the administrator although people log in with Entra ID. This one was made without a
 * private key: behind the header of ssh-ed25519 stands the SHA-256 of the sentence
 * "Nobody holds the private key of this public key. (1)", so nobody can log in with it.
 */
export const unusableKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILrAh1F8fSVrVB1FpRYixC4RJXwlzorbzP2JhOOt7KrN';

const administrator = 'azureuser';

/** Lets people log in with their Entra ID account when they have the role Virtual Machine User Login. */
export const entraLogin = {
  name: 'entra-login',
  publisher: 'Microsoft.Azure.ActiveDirectory',
  type: 'AADSSHLoginForLinux',
  type_handler_version: '1.0',
  auto_upgrade_minor_version: true,
} satisfies JsonObject;

/** What a machine and a scale set are alike in. */
export function azureMachine(properties: JsonObject): JsonObject {
  return {
    admin_username: administrator,
    admin_ssh_key: [{ username: administrator, public_key: unusableKey }],
    disable_password_authentication: true,
    source_image_reference: [machineImage(properties).azure],
    os_disk: [{ caching: 'ReadWrite', storage_account_type: 'Premium_LRS', disk_size_gb: properties['disk_gb']! }],
    encryption_at_host_enabled: true,
    secure_boot_enabled: true,
    vtpm_enabled: true,
    custom_data: encodedScript(properties),
    identity: [{ type: 'SystemAssigned' }],
    boot_diagnostics: [{}],
  };
}

export const azureSize = (properties: JsonObject): Json => pick(properties['size']!, machineTypes('azure'));

/** The start script in base64; null when there is none. */
export const encodedScript = ({ startup_script: script }: JsonObject): string | null =>
  script === null || script === undefined ? null : ref(`base64encode(${expressionOf(script)})`);
