import type { Json } from '../../json';
import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { awsAccount, keyPolicy } from './aws-customer-key';
import { serviceBus } from './azure-service-bus';
import { dashed } from './cloud-name';
import { googleProject, keyUse } from './google-project';
import { encryptionKeyProperty, fifoEnd, orderedProperty, tlsOnlyPolicy } from './messaging-properties';
import { choose } from './property-expressions';

/** The managed key of SNS cannot be used by other services: a topic that they publish to has a key of its own. */
function onAws({ name, properties, region }: LoweringInput): Lowered {
  const topic = `aws_sns_topic.${name}`;
  const fromServices = properties['service_publishers'] === true;
  const ownKey = fromServices && !properties['encryption_key_id'];
  const services: Json = {
    Sid: 'ServicesOfThisAccount',
    Effect: 'Allow',
    Principal: { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com', 's3.amazonaws.com', 'budgets.amazonaws.com'] },
    Action: 'sns:Publish',
    Resource: ref(`${topic}.arn`),
    Condition: { StringEquals: { 'aws:SourceAccount': ref('data.aws_caller_identity.current.account_id') } },
  };
  return {
    dataSources: fromServices ? [awsAccount] : [],
    resources: [
      ...(ownKey
        ? [
            resource('aws_kms_key', name, {
              description: `Messages of the topic ${name}`,
              enable_key_rotation: true,
              deletion_window_in_days: 30,
              policy: keyPolicy(region),
            }),
          ]
        : []),
      resource('aws_sns_topic', name, {
        name: `${dashed(name)}${choose(properties['ordered']!, fifoEnd, '') as string}`,
        fifo_topic: choose(properties['ordered']!, true, false),
        content_based_deduplication: choose(properties['ordered']!, true, false),
        kms_master_key_id: ownKey ? ref(`aws_kms_key.${name}.arn`) : (properties['encryption_key_id'] ?? 'alias/aws/sns'),
      }),
      resource('aws_sns_topic_policy', name, {
        arn: ref(`${topic}.arn`),
        policy: tlsOnlyPolicy('sns:Publish', ref(`${topic}.arn`), fromServices ? [services] : []),
      }),
    ],
    outputs: { id: `${topic}.arn`, name: `${topic}.name`, endpoint: `${topic}.arn` },
  };
}

function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const bus = serviceBus(region);
  const topic = `azurerm_servicebus_topic.${name}`;
  return {
    shared: bus.shared,
    dataSources: bus.dataSources,
    resources: [
      resource('azurerm_servicebus_topic', name, {
        name: dashed(name),
        namespace_id: bus.id,
        default_message_ttl: 'P7D',
        requires_duplicate_detection: choose(properties['ordered']!, true, false),
        support_ordering: choose(properties['ordered']!, true, false),
      }),
    ],
    outputs: { id: `${topic}.id`, name: `${topic}.name`, endpoint: bus.endpoint },
  };
}

function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const topic = `google_pubsub_topic.${name}`;
  const key = (properties['encryption_key_id'] ?? null) as string | null;
  const fromServices = properties['service_publishers'] === true;
  return {
    dataSources: [
      ...(key === null ? [] : [googleProject]),
      ...(fromServices ? [resource('google_storage_project_service_account', 'current', {})] : []),
    ],
    resources: [
      ...(key === null ? [] : [keyUse(name, key, 'gcp-sa-pubsub')]),
      resource(
        'google_pubsub_topic',
        name,
        {
          name: dashed(name),
          kms_key_name: key,
          message_retention_duration: '604800s',
          message_storage_policy: [{ allowed_persistence_regions: [region], enforce_in_transit: true }],
        },
        key === null ? {} : { dependsOn: [`google_kms_crypto_key_iam_member.${name}`] },
      ),
      ...(fromServices
        ? [
            resource('google_pubsub_topic_iam_member', `${name}_storage`, {
              topic: ref(`${topic}.name`),
              role: 'roles/pubsub.publisher',
              member: `serviceAccount:${ref('data.google_storage_project_service_account.current.email_address')}`,
            }),
          ]
        : []),
    ],
    outputs: { id: `${topic}.id`, name: `${topic}.name`, endpoint: `${topic}.id` },
  };
}

export const topic: ComponentType = {
  name: 'topic',
  title: 'Topic',
  description:
    'Publish and subscribe: every subscriber gets each message. SNS, Service Bus topic, Pub/Sub topic. Encrypted, entered with identities; queues subscribe with their topic_id.',
  properties: {
    type: 'object',
    description: 'Properties of a topic.',
    properties: {
      ordered: orderedProperty,
      service_publishers: {
        type: 'boolean',
        description:
          "Whether services of the cloud may publish: alarms, events of object stores, schedules, budgets of the design's own account.",
        default: false,
        literal: true,
      },
      encryption_key_id: encryptionKeyProperty,
    },
  },
  outputs: {
    id: 'Id of the topic (AWS: its ARN).',
    name: 'Its name.',
    endpoint: 'What publishers are given: topic ARN, Service Bus endpoint, Pub/Sub topic.',
  },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
