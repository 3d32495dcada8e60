import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { dashed, fingerprint } from './cloud-name';
import { codeOf, environmentOf, runtimeOf } from './function-runtime';
import { serviceAccount } from './google-service-account';
import { pick } from './property-expressions';

/** A /28 for the connector's machines, outside the ranges that subnets usually have; its place follows from the component's name. */
function connectorRange(name: string): string {
  const slot = Number.parseInt(fingerprint(name), 16) % 4096;
  return `192.168.${slot >> 4}.${(slot & 15) * 16}/28`;
}

export function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const main = `google_cloudfunctions2_function.${name}`;
  const code = codeOf(properties);
  const environment = environmentOf(properties);
  const runner = serviceAccount(name, name, 'service');
  const builder = serviceAccount(`${name}_build`, name, 'builder', ['roles/cloudbuild.builds.builder']);
  const grants = builder.resources.slice(1).map((one) => `${one.type}.${one.name}`);
  return {
    resources: [
      ...runner.resources,
      ...builder.resources,
      resource('google_vpc_access_connector', name, {
        name: dashed(`${name}-vpc`, 25),
        region,
        network: properties['network_id']!,
        ip_cidr_range: connectorRange(name),
        machine_type: 'e2-micro',
        min_instances: 2,
        max_instances: 3,
      }),
      resource(
        'google_cloudfunctions2_function',
        name,
        {
          name: dashed(name),
          location: region,
          build_config: [
            {
              runtime: runtimeOf(properties).google,
              entry_point: String(properties['handler']).split('.').at(-1)!,
              service_account: ref(`${builder.address}.id`),
              source: [{ storage_source: [{ bucket: code.store_name, object: code.object }] }],
            },
          ],
          service_config: [
            {
              service_account_email: runner.email,
              available_memory: pick(properties['size']!, { small: '512Mi', medium: '2048Mi', large: '4096Mi' }),
              timeout_seconds: properties['timeout_seconds']!,
              max_instance_count: 40,
              ingress_settings: 'ALLOW_INTERNAL_ONLY',
              vpc_connector: ref(`google_vpc_access_connector.${name}.id`),
              vpc_connector_egress_settings: 'PRIVATE_RANGES_ONLY',
              environment_variables: Object.keys(environment).length > 0 ? environment : null,
            },
          ],
        },
        { dependsOn: grants },
      ),
    ],
    outputs: {
      id: `${main}.id`,
      name: `${main}.name`,
      endpoint: `${main}.url`,
      identity: `${runner.address}.member`,
    },
  };
}
