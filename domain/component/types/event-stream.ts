import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { azureClient, worldwideName } from './azure-names';
import { resourceGroup } from './azure-resource-group';
import { dashed } from './cloud-name';
import { googleProject, keyUse } from './google-project';
import { encryptionKeyProperty } from './messaging-properties';
import { scaled, times } from './property-expressions';

function onAws({ name, properties }: LoweringInput): Lowered {
  const stream = `aws_kinesis_stream.${name}`;
  return {
    resources: [
      resource('aws_kinesis_stream', name, {
        name: dashed(name),
        shard_count: properties['partitions']!,
        retention_period: times(properties['retention_days']!, 24),
        encryption_type: 'KMS',
        kms_key_id: properties['encryption_key_id'] ?? 'alias/aws/kinesis',
        stream_mode_details: [{ stream_mode: 'PROVISIONED' }],
      }),
    ],
    outputs: { id: `${stream}.arn`, name: `${stream}.name`, endpoint: `${stream}.arn`, consumer_group: `${stream}.name` },
  };
}

function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const namespace = `azurerm_eventhub_namespace.${name}`;
  const hub = `azurerm_eventhub.${name}`;
  return {
    shared: [group.resource],
    dataSources: [azureClient],
    resources: [
      resource('azurerm_eventhub_namespace', name, {
        name: worldwideName('stream-', name, 50),
        location: group.location,
        resource_group_name: group.name,
        sku: 'Standard',
        capacity: 1,
        auto_inflate_enabled: true,
        maximum_throughput_units: 10,
        local_authentication_enabled: false,
        minimum_tls_version: '1.2',
      }),
      resource('azurerm_eventhub', name, {
        name: dashed(name),
        namespace_id: ref(`${namespace}.id`),
        partition_count: properties['partitions']!,
        message_retention: properties['retention_days']!,
      }),
      resource('azurerm_eventhub_consumer_group', name, {
        name: 'consumers',
        namespace_name: ref(`${namespace}.name`),
        eventhub_name: ref(`${hub}.name`),
        resource_group_name: group.name,
      }),
    ],
    outputs: {
      id: `${hub}.id`,
      name: `${hub}.name`,
      endpoint: `"\${${namespace}.name}.servicebus.windows.net:9093"`,
      consumer_group: `azurerm_eventhub_consumer_group.${name}.name`,
    },
  };
}

function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const topic = `google_pubsub_topic.${name}`;
  const key = (properties['encryption_key_id'] ?? null) as string | null;
  const retention = scaled(properties['retention_days']!, 86_400, '', 's');
  return {
    dataSources: key === null ? [] : [googleProject],
    resources: [
      ...(key === null ? [] : [keyUse(name, key, 'gcp-sa-pubsub')]),
      resource(
        'google_pubsub_topic',
        name,
        {
          name: dashed(name),
          kms_key_name: key,
          message_retention_duration: retention,
          message_storage_policy: [{ allowed_persistence_regions: [region], enforce_in_transit: true }],
        },
        key === null ? {} : { dependsOn: [`google_kms_crypto_key_iam_member.${name}`] },
      ),
      resource('google_pubsub_subscription', name, {
        name: `${dashed(name)}-consumers`,
        topic: ref(`${topic}.id`),
        enable_message_ordering: true,
        retain_acked_messages: true,
        message_retention_duration: retention,
        ack_deadline_seconds: 60,
        expiration_policy: [{ ttl: '' }],
      }),
    ],
    outputs: {
      id: `${topic}.id`,
      name: `${topic}.name`,
      endpoint: `${topic}.id`,
      consumer_group: `google_pubsub_subscription.${name}.name`,
    },
  };
}

export const eventStream: ComponentType = {
  name: 'event-stream',
  title: 'Event stream',
  description:
    'An ordered log of events that consumers read at their own pace and can read again: Kinesis, Event Hubs, Pub/Sub with ordering and replay. Encrypted, entered with identities.',
  properties: {
    type: 'object',
    description: 'Properties of an event stream.',
    properties: {
      partitions: {
        type: 'integer',
        description: 'Partitions that are written and read in parallel (AWS: shards of 1 MB/s; Google Cloud scales by itself).',
        default: 2,
        minimum: 1,
        maximum: 32,
      },
      retention_days: { type: 'integer', description: 'Days that events can be read again.', default: 1, minimum: 1, maximum: 7 },
      encryption_key_id: encryptionKeyProperty,
    },
  },
  outputs: {
    id: 'Id of the stream (AWS: its ARN).',
    name: 'Its name.',
    endpoint: 'What producers are given: stream ARN, Kafka bootstrap server of the Event Hubs namespace, Pub/Sub topic.',
    consumer_group: 'What consumers are given beside it: stream name, consumer group, subscription.',
  },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
