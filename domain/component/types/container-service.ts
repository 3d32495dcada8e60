import type { ComponentType } from '../component-type';
import { onAws } from './container-service-aws';
import { onAzure } from './container-service-azure';
import { onGoogle } from './container-service-google';
import {
  availabilityProperty,
  deletionProtectionProperty,
  environmentProperty,
  networkProperty,
  sizeProperty,
  subnetsProperty,
} from './shared-properties';

export const containerService: ComponentType = {
  name: 'container-service',
  title: 'Container service',
  description:
    'A container that is kept running and grows with its load: ECS on Fargate, Container Apps, Cloud Run. It is reached from the network only, acts as an identity of its own, and logs.',
  properties: {
    type: 'object',
    description: 'Properties of a container service.',
    required: ['network_id', 'subnet_ids', 'image'],
    properties: {
      network_id: networkProperty,
      subnet_ids: subnetsProperty,
      image: { type: 'string', description: 'The image, with registry and tag or digest.', minLength: 1 },
      port: { type: 'integer', description: 'Port that the container serves HTTP on.', default: 8080, minimum: 1, maximum: 65_535 },
      size: sizeProperty('Half a processor and 1 GiB of memory, 1 and 2 GiB, or 2 and 4 GiB.'),
      min_instances: { type: 'integer', description: 'How many run at least.', default: 1, minimum: 1, maximum: 100 },
      max_instances: { type: 'integer', description: 'How many run at most.', default: 3, minimum: 1, maximum: 100 },
      highly_available: {
        ...availabilityProperty('Whether instances are spread over zones on Azure; they always are on AWS and Google.'),
        literal: true,
      },
      environment: { ...environmentProperty, literal: true },
      deletion_protection: deletionProtectionProperty,
    },
  },
  outputs: {
    id: 'Full identifier of the service: the ARN on AWS.',
    name: 'Its name.',
    endpoint: 'Address that it is reached by from the network: HTTP on AWS, HTTPS on Azure and Google.',
    identity: 'Who it acts as: ARN of a role on AWS, id of a principal on Azure, member of IAM policies on Google Cloud.',
  },
  faults: ({ min_instances: least, max_instances: most }) =>
    typeof least === 'number' && typeof most === 'number' && least > most
      ? [{ path: ['max_instances'], message: '"max_instances" must be at least "min_instances".' }]
      : [],
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
