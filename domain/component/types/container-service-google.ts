import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { dashed } from './cloud-name';
import { environmentOf } from './function-runtime';
import { serviceAccount } from './google-service-account';
import { expressionOf, pick } from './property-expressions';

export function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const main = `google_cloud_run_v2_service.${name}`;
  const account = serviceAccount(name, name, 'service');
  const variables = Object.entries(environmentOf(properties)).map(([variable, value]) => ({ name: variable, value }));
  return {
    resources: [
      ...account.resources,
      resource('google_cloud_run_v2_service', name, {
        name: dashed(name, 49),
        location: region,
        ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
        deletion_protection: properties['deletion_protection']!,
        template: [
          {
            service_account: account.email,
            scaling: [{ min_instance_count: properties['min_instances']!, max_instance_count: properties['max_instances']! }],
            containers: [
              {
                image: properties['image']!,
                ports: [{ container_port: properties['port']! }],
                resources: [
                  {
                    limits: pick(properties['size']!, {
                      // Below a whole processor Cloud Run serves one request at a time.
                      small: { cpu: '1', memory: '1Gi' },
                      medium: { cpu: '1', memory: '2Gi' },
                      large: { cpu: '2', memory: '4Gi' },
                    }),
                  },
                ],
                ...(variables.length > 0 ? { env: variables } : {}),
              },
            ],
            vpc_access: [
              {
                egress: 'PRIVATE_RANGES_ONLY',
                network_interfaces: [
                  { network: properties['network_id']!, subnetwork: ref(`element(${expressionOf(properties['subnet_ids']!)}, 0)`) },
                ],
              },
            ],
          },
        ],
      }),
    ],
    outputs: { id: `${main}.id`, name: `${main}.name`, endpoint: `${main}.uri`, identity: `${account.address}.member` },
  };
}
