import type { ResourceSpec } from '../../blueprint/content';
import type { Json } from '../../json';
import { ref, resource } from '../component-type';
import { fingerprint } from './cloud-name';
import { expressionOf } from './property-expressions';

/** The peering through which a network reaches managed databases and file shares. A network has one for all of them. */
export function privateServices(networkId: Json): { shared: ResourceSpec[]; connection: string } {
  const mark = fingerprint(expressionOf(networkId));
  const name = `lintel_services_${mark}`;
  return {
    connection: `google_service_networking_connection.${name}`,
    shared: [
      resource('google_compute_global_address', name, {
        name: `lintel-services-${mark}`,
        purpose: 'VPC_PEERING',
        address_type: 'INTERNAL',
        prefix_length: 20,
        network: networkId,
      }),
      resource('google_service_networking_connection', name, {
        network: networkId,
        service: 'servicenetworking.googleapis.com',
        reserved_peering_ranges: [ref(`google_compute_global_address.${name}.name`)],
        deletion_policy: 'ABANDON',
      }),
    ],
  };
}
