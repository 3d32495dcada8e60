import type { JsonObject } from '../../json';
import { serviceAccount } from './google-service-account';

/** An account for machines that may write logs and metrics, and nothing else. */
export const machineAccount = (name: string): ReturnType<typeof serviceAccount> =>
  serviceAccount(name, name, 'machine', ['roles/logging.logWriter', 'roles/monitoring.metricWriter']);

/** What an instance and an instance template are alike in. */
export function googleMachine(properties: JsonObject, account: string): JsonObject {
  const script = properties['startup_script'];
  return {
    can_ip_forward: false,
    tags: [properties['firewall_id']!],
    service_account: [{ email: account, scopes: ['cloud-platform'] }],
    shielded_instance_config: [{ enable_secure_boot: true, enable_vtpm: true, enable_integrity_monitoring: true }],
    metadata: {
      'enable-oslogin': 'TRUE',
      'block-project-ssh-keys': 'TRUE',
      'serial-port-enable': 'FALSE',
      ...(script === null || script === undefined ? {} : { 'startup-script': script }),
    },
  };
}
