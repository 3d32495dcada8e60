import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { accessLogs } from './aws-access-logs';
import { awsAccount } from './aws-customer-key';
import { azureClient } from './azure-names';
import { privateEndpoint } from './azure-private-endpoint';
import { resourceGroup } from './azure-resource-group';
import { blobProtection, closedStorageSettings, storageAccount } from './azure-storage';
import { logWorkspace } from './azure-workload';
import { dashed } from './cloud-name';
import { googleProject, projectId } from './google-project';
import { choose, jsonDocument } from './property-expressions';
import { networkProperty, subnetsProperty } from './shared-properties';

function onAws({ name, properties }: LoweringInput): Lowered {
  const main = `aws_s3_bucket.${name}`;
  const bucket = { bucket: ref(`${main}.id`) };
  const logs = properties['access_logs'] === true;
  return {
    dataSources: logs ? [awsAccount] : [],
    resources: [
      resource('aws_s3_bucket', name, { bucket_prefix: `${dashed(name, 36)}-`, force_destroy: false }),
      resource('aws_s3_bucket_public_access_block', name, {
        ...bucket,
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      }),
      resource('aws_s3_bucket_ownership_controls', name, { ...bucket, rule: [{ object_ownership: 'BucketOwnerEnforced' }] }),
      resource('aws_s3_bucket_server_side_encryption_configuration', name, {
        ...bucket,
        rule: [{ bucket_key_enabled: true, apply_server_side_encryption_by_default: [{ sse_algorithm: 'aws:kms' }] }],
      }),
      resource('aws_s3_bucket_versioning', name, {
        ...bucket,
        versioning_configuration: [{ status: choose(properties['versioning']!, 'Enabled', 'Suspended') }],
      }),
      resource(
        'aws_s3_bucket_lifecycle_configuration',
        name,
        {
          ...bucket,
          rule: [
            {
              id: 'tidy',
              status: 'Enabled',
              filter: [{}],
              abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
              noncurrent_version_expiration: [{ noncurrent_days: properties['keep_deleted_days']! }],
            },
          ],
        },
        { dependsOn: [`aws_s3_bucket_versioning.${name}`] },
      ),
      resource('aws_s3_bucket_policy', name, {
        ...bucket,
        policy: jsonDocument({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'TlsOnly',
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:*',
              Resource: [ref(`${main}.arn`), `${ref(`${main}.arn`)}/*`],
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        }),
      }),
      ...(logs
        ? [
            ...accessLogs(`${name}_logs`, 's3'),
            resource(
              'aws_s3_bucket_logging',
              name,
              { ...bucket, target_bucket: ref(`aws_s3_bucket.${name}_logs.id`), target_prefix: 'access/' },
              { dependsOn: [`aws_s3_bucket_policy.${name}_logs`] },
            ),
          ]
        : []),
    ],
    outputs: { id: `${main}.arn`, name: `${main}.id`, endpoint: `"https://${ref(`${main}.bucket_regional_domain_name`)}"` },
  };
}

function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const account = `azurerm_storage_account.${name}`;
  const container = `azurerm_storage_container.${name}`;
  const workspace = logWorkspace(group);
  const logs = properties['access_logs'] === true;
  const subnetIds = properties['subnet_ids'] ?? null;
  const endpoint = subnetIds !== null && {
    ...privateEndpoint({
      name,
      group,
      networkId: properties['network_id']!,
      subnetIds,
      target: ref(`${account}.id`),
      part: 'blob',
      zone: 'privatelink.blob.core.windows.net',
    }),
  };
  return {
    providerSettings: closedStorageSettings,
    dataSources: [azureClient],
    shared: [group.resource, ...(logs ? [workspace.resource] : []), ...(endpoint ? endpoint.shared : [])],
    resources: [
      storageAccount(name, region, group, { blob_properties: blobProtection(properties['versioning']!, properties['keep_deleted_days']!) }),
      resource('azurerm_storage_container', name, {
        name: dashed(`${name}-objects`),
        storage_account_id: ref(`${account}.id`),
        container_access_type: 'private',
      }),
      ...(endpoint ? endpoint.resources : []),
      ...(logs
        ? [
            resource('azurerm_monitor_diagnostic_setting', name, {
              name: 'access',
              target_resource_id: `${ref(`${account}.id`)}/blobServices/default`,
              log_analytics_workspace_id: workspace.id,
              enabled_log: ['StorageRead', 'StorageWrite', 'StorageDelete'].map((category) => ({ category })),
            }),
          ]
        : []),
    ],
    outputs: {
      id: `${container}.id`,
      name: `${container}.name`,
      endpoint: `"${ref(`${account}.primary_blob_endpoint`)}${ref(`${container}.name`)}"`,
    },
  };
}

function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const main = `google_storage_bucket.${name}`;
  const logs = properties['access_logs'] === true;
  const closed = {
    location: region,
    uniform_bucket_level_access: true,
    public_access_prevention: 'enforced',
    force_destroy: false,
  };
  const bucketName = (suffix: string) => `${projectId}-${dashed(name, 26)}${suffix}`;
  const logBucket = ref(`google_storage_bucket.${name}_logs.name`);
  return {
    dataSources: [googleProject],
    resources: [
      resource('google_storage_bucket', name, {
        name: bucketName(''),
        ...closed,
        versioning: [{ enabled: properties['versioning']! }],
        soft_delete_policy: [{ retention_duration_seconds: 604_800 }],
        lifecycle_rule: [
          {
            action: [{ type: 'Delete' }],
            condition: [{ days_since_noncurrent_time: properties['keep_deleted_days']!, with_state: 'ARCHIVED' }],
          },
          { action: [{ type: 'AbortIncompleteMultipartUpload' }], condition: [{ age: 7 }] },
        ],
        logging: logs ? [{ log_bucket: logBucket, log_object_prefix: 'access' }] : null,
      }),
      ...(logs
        ? [
            resource('google_storage_bucket', `${name}_logs`, {
              name: bucketName('-logs'),
              ...closed,
              versioning: [{ enabled: true }],
              lifecycle_rule: [{ action: [{ type: 'Delete' }], condition: [{ age: 365 }] }],
            }),
            resource('google_storage_bucket_iam_member', `${name}_logs`, {
              bucket: logBucket,
              role: 'roles/storage.objectCreator',
              member: 'group:cloud-storage-analytics@google.com',
            }),
          ]
        : []),
    ],
    outputs: { id: `${main}.id`, name: `${main}.name`, endpoint: `"https://storage.googleapis.com/${ref(`${main}.name`)}"` },
  };
}

export const objectStore: ComponentType = {
  name: 'object-store',
  title: 'Object store',
  description:
    'A bucket for files of any size: encrypted, versioned, closed to the public and to plain HTTP, with a log of who reads and writes.',
  properties: {
    type: 'object',
    description: 'Properties of an object store.',
    properties: {
      versioning: { type: 'boolean', description: 'Whether overwritten and deleted objects are kept for a while.', default: true },
      keep_deleted_days: {
        type: 'integer',
        description: 'How many days they are kept.',
        default: 30,
        minimum: 1,
        maximum: 365,
      },
      access_logs: { type: 'boolean', description: 'Whether each access is logged.', default: true, literal: true },
      network_id: {
        ...networkProperty,
        description: `${networkProperty.description} With subnet_ids it gives the store an address in the network on Azure, where nothing else reaches it.`,
      },
      subnet_ids: {
        ...subnetsProperty,
        description: 'Ids of the private subnets that reach it, e.g. ${component.net.private_subnet_ids}.',
      },
    },
  },
  outputs: {
    id: 'Its full identifier for access policies: the ARN on AWS.',
    name: 'Name of the bucket or, on Azure, of the container.',
    endpoint: 'Its HTTPS address.',
  },
  faults: ({ network_id: network, subnet_ids: subnets }) =>
    (network ?? null) === null && (subnets ?? null) !== null
      ? [{ path: ['network_id'], message: '"subnet_ids" needs "network_id" beside it.' }]
      : [],
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
