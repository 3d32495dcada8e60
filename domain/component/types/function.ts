import type { ComponentType } from '../component-type';
import { onAws } from './function-aws';
import { onAzure } from './function-azure';
import { onGoogle } from './function-google';
import { runtimes } from './function-runtime';
import { environmentProperty, networkProperty, sizeProperty, subnetsProperty } from './shared-properties';

export const functionType: ComponentType = {
  name: 'function',
  title: 'Function',
  description:
    'Code that runs when it is called and is paid by use: Lambda, a Flex Consumption function app, a Cloud Run function. It acts as an identity of its own; only identities that were given leave call it, and only from inside on Azure and Google.',
  properties: {
    type: 'object',
    description: 'Properties of a function.',
    required: ['code', 'network_id', 'subnet_ids'],
    properties: {
      network_id: networkProperty,
      subnet_ids: subnetsProperty,
      code: {
        type: 'object',
        description: 'Where the zip archive of the code is: an object in an object store.',
        required: ['store_id', 'store_name', 'store_endpoint'],
        properties: {
          store_id: { type: 'string', description: 'Id of the store, e.g. ${component.code.id}.' },
          store_name: { type: 'string', description: 'Name of the store, e.g. ${component.code.name}.' },
          store_endpoint: { type: 'string', description: 'Endpoint of the store, e.g. ${component.code.endpoint}.' },
          object: {
            type: 'string',
            description: 'Name of the object. Azure takes the one of the default name only.',
            default: 'released-package.zip',
            minLength: 1,
          },
        },
        literal: true,
      },
      runtime: {
        type: 'string',
        description: 'Language and version.',
        enum: Object.keys(runtimes),
        default: 'nodejs22',
        literal: true,
      },
      handler: {
        type: 'string',
        description:
          'What is called: file.function for Lambda, of which Google takes the part behind the last dot. On Azure the code says it.',
        default: 'index.handler',
        minLength: 1,
        literal: true,
      },
      size: sizeProperty('512 MiB, 2 GiB or 4 GiB of memory.'),
      timeout_seconds: { type: 'integer', description: 'How long a call may take.', default: 30, minimum: 1, maximum: 540, literal: true },
      environment: { ...environmentProperty, literal: true },
    },
  },
  outputs: {
    id: 'Full identifier of the function: the ARN on AWS.',
    name: 'Its name.',
    endpoint: 'What it is called by: its ARN for integrations (AWS), its HTTPS address (Azure, Google).',
    identity: 'Who it acts as: ARN of a role on AWS, id of a principal on Azure, member of IAM policies on Google Cloud.',
  },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
