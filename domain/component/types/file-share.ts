import type { Json } from '../../json';
import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { networkAccess } from './aws-network-access';
import { azureClient } from './azure-names';
import { privateEndpoint } from './azure-private-endpoint';
import { resourceGroup } from './azure-resource-group';
import { closedStorageSettings, storageAccount } from './azure-storage';
import { zonesOf } from './azure-zones';
import { dashed } from './cloud-name';
import { privateServices } from './google-private-services';
import { zoneOf } from './google-zones';
import { expressionOf, jsonDocument } from './property-expressions';
import { availabilityProperty, deletionProtectionProperty, networkProperty, subnetsProperty } from './shared-properties';

const nfsPort = 2049;

/** Clients mount through the network's own mount targets, and over TLS. */
const mountPolicy = (arn: string): string =>
  jsonDocument({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ThroughMountTargets',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite', 'elasticfilesystem:ClientRootAccess'],
        Resource: arn,
        Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
      },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: '*',
        Resource: arn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });

function onAws({ name, properties }: LoweringInput): Lowered {
  const files = `aws_efs_file_system.${name}`;
  const fileSystem = { file_system_id: ref(`${files}.id`) };
  const access = networkAccess({ name, networkId: properties['network_id']!, port: nfsPort });
  const subnets = expressionOf(properties['subnet_ids']!);
  return {
    dataSources: access.dataSources,
    resources: [
      resource('aws_efs_file_system', name, {
        encrypted: true,
        throughput_mode: 'elastic',
        lifecycle_policy: [{ transition_to_ia: 'AFTER_30_DAYS' }, { transition_to_primary_storage_class: 'AFTER_1_ACCESS' }],
        tags: { Name: name },
      }),
      resource('aws_efs_backup_policy', name, { ...fileSystem, backup_policy: [{ status: 'ENABLED' }] }),
      resource('aws_efs_file_system_policy', name, { ...fileSystem, policy: mountPolicy(ref(`${files}.arn`)) }),
      ...access.resources,
      resource(
        'aws_efs_mount_target',
        name,
        { ...fileSystem, subnet_id: ref(`element(${subnets}, count.index)`), security_groups: [access.groupId] },
        { count: ref(`length(${subnets})`) },
      ),
    ],
    outputs: { id: `${files}.id`, name: JSON.stringify(name), endpoint: `${files}.dns_name`, path: '"/"' },
  };
}

function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const account = `azurerm_storage_account.${name}`;
  const share = `azurerm_storage_share.${name}`;
  const endpoint = privateEndpoint({
    name,
    group,
    networkId: properties['network_id']!,
    subnetIds: properties['subnet_ids']!,
    target: ref(`${account}.id`),
    part: 'file',
    zone: 'privatelink.file.core.windows.net',
  });
  return {
    providerSettings: closedStorageSettings,
    dataSources: [azureClient],
    shared: [group.resource, ...endpoint.shared],
    resources: [
      storageAccount(name, region, group, {
        account_kind: 'FileStorage',
        account_tier: 'Premium',
        account_replication_type: properties['highly_available'] === true && zonesOf(region) ? 'ZRS' : 'LRS',
        share_properties: [{ retention_policy: [{ days: 14 }] }],
      }),
      resource('azurerm_storage_share', name, {
        name: dashed(`${name}-share`),
        storage_account_id: ref(`${account}.id`),
        enabled_protocol: 'NFS',
        quota: atLeast(properties['size_gb']!, 100),
      }),
      ...endpoint.resources,
    ],
    outputs: {
      id: `${share}.id`,
      name: `${share}.name`,
      endpoint: `${account}.primary_file_host`,
      path: `"/${ref(`${account}.name`)}/${ref(`${share}.name`)}"`,
    },
  };
}

function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const files = `google_filestore_instance.${name}`;
  const services = privateServices(properties['network_id']!);
  const regional = properties['highly_available'] === true;
  return {
    shared: services.shared,
    resources: [
      resource(
        'google_filestore_instance',
        name,
        {
          name: dashed(name),
          tier: regional ? 'REGIONAL' : 'ZONAL',
          location: regional ? region : zoneOf(region, 0),
          protocol: 'NFS_V4_1',
          file_shares: [{ name: 'share', capacity_gb: filestoreSize(properties['size_gb']!) }],
          networks: [{ network: properties['network_id']!, modes: ['MODE_IPV4'], connect_mode: 'PRIVATE_SERVICE_ACCESS' }],
          deletion_protection_enabled: properties['deletion_protection']!,
        },
        { dependsOn: [services.connection] },
      ),
    ],
    outputs: {
      id: `${files}.id`,
      name: `${files}.name`,
      endpoint: `one(${files}.networks[0].ip_addresses)`,
      path: '"/share"',
    },
  };
}

const atLeast = (size: Json, least: number): Json =>
  typeof size === 'number' ? Math.max(size, least) : ref(`max(${expressionOf(size)}, ${least})`);

/** Filestore comes in steps of 256 GiB and, from 10 TiB on, of 2.5 TiB. */
function filestoreSize(size: Json): Json {
  if (typeof size !== 'number') return ref(`ceil(max(${expressionOf(size)}, 1024) / 256) * 256`);
  const step = size > 9984 ? 2560 : 256;
  return Math.ceil(Math.max(size, 1024) / step) * step;
}

export const fileShare: ComponentType = {
  name: 'file-share',
  title: 'File share',
  description:
    'A file system that many machines mount at once over NFS 4.1, in the network only: encrypted, kept or backed up after deletion.',
  properties: {
    type: 'object',
    description: 'Properties of a file share.',
    required: ['network_id', 'subnet_ids'],
    properties: {
      network_id: networkProperty,
      subnet_ids: subnetsProperty,
      size_gb: {
        type: 'integer',
        description: 'Size in GiB. AWS grows by use and needs none; Azure has at least 100, and Google at least 1024 in steps of 256.',
        default: 100,
        minimum: 1,
        maximum: 102_400,
      },
      highly_available: {
        ...availabilityProperty('Whether it outlasts the loss of a zone, which it always does on AWS.'),
        literal: true,
      },
      deletion_protection: deletionProtectionProperty,
    },
  },
  outputs: {
    id: 'Id of the file share.',
    name: 'Its name.',
    endpoint: 'Host that it is mounted from.',
    path: 'Path on that host.',
  },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
