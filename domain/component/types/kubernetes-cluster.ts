import type { ComponentType } from '../component-type';
import { onAws } from './kubernetes-cluster-aws';
import { onAzure } from './kubernetes-cluster-azure';
import { onGoogle } from './kubernetes-cluster-google';
import { deletionProtectionProperty, networkProperty, sizeProperty, subnetsProperty } from './shared-properties';

export const kubernetesCluster: ComponentType = {
  name: 'kubernetes-cluster',
  title: 'Kubernetes cluster',
  description:
    'A managed Kubernetes with one group of nodes that grows with its load: EKS, AKS, GKE. Its API is reached from the network only; identities of the cloud log in; the control plane logs; nodes are patched by themselves.',
  properties: {
    type: 'object',
    description: 'Properties of a Kubernetes cluster.',
    required: ['network_id', 'subnet_ids'],
    properties: {
      network_id: networkProperty,
      subnet_ids: { ...subnetsProperty, description: `${subnetsProperty.description} AWS wants two or more, in different zones.` },
      version: {
        type: 'string',
        description: 'Minor version of Kubernetes, e.g. 1.34; without one what the cloud prefers.',
        pattern: '^1\\.\\d{2}$',
      },
      node_size: sizeProperty('2 processors and 8 GiB of memory for each node, 4 and 16 GiB, or 8 and 32 GiB.'),
      min_nodes: { type: 'integer', description: 'How many nodes there are at least.', default: 2, minimum: 1, maximum: 100 },
      max_nodes: { type: 'integer', description: 'How many nodes there are at most.', default: 5, minimum: 1, maximum: 100 },
      deletion_protection: deletionProtectionProperty,
    },
  },
  outputs: {
    id: 'Full identifier of the cluster: the ARN on AWS.',
    name: 'Its name.',
    endpoint: 'Host or HTTPS address of its API.',
    node_identity: 'Who the nodes act as: ARN of a role on AWS, id of a principal on Azure, member of IAM policies on Google Cloud.',
  },
  faults: ({ min_nodes: least, max_nodes: most }) =>
    typeof least === 'number' && typeof most === 'number' && least > most
      ? [{ path: ['max_nodes'], message: '"max_nodes" must be at least "min_nodes".' }]
      : [],
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
