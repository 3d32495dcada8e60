import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { serviceBus } from './azure-service-bus';
import { dashed } from './cloud-name';
import { googleProject, keyUse, serviceAgent } from './google-project';
import { encryptionKeyProperty, fifoEnd, orderedProperty, tlsOnlyPolicy } from './messaging-properties';
import { choose, isoSeconds, jsonDocument, scaled, times } from './property-expressions';

function onAws({ name, properties }: LoweringInput): Lowered {
  const main = `aws_sqs_queue.${name}`;
  const dead = `aws_sqs_queue.${name}_dead`;
  const key = properties['encryption_key_id'] ?? null;
  const topic = properties['topic_id'] ?? null;
  const end = choose(properties['ordered']!, fifoEnd, '') as string;
  const common = {
    fifo_queue: choose(properties['ordered']!, true, false),
    content_based_deduplication: choose(properties['ordered']!, true, false),
    sqs_managed_sse_enabled: key === null ? true : null,
    kms_master_key_id: key,
  };
  const fromTopic = topic !== null && {
    Sid: 'FromTopic',
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: ref(`${main}.arn`),
    Condition: { ArnEquals: { 'aws:SourceArn': topic } },
  };
  return {
    resources: [
      resource('aws_sqs_queue', name, {
        name: `${dashed(name)}${end}`,
        ...common,
        message_retention_seconds: times(properties['retention_days']!, 86_400),
        visibility_timeout_seconds: properties['visibility_timeout_seconds']!,
        receive_wait_time_seconds: 20,
        redrive_policy: jsonDocument({ deadLetterTargetArn: ref(`${dead}.arn`), maxReceiveCount: properties['max_deliveries']! }),
      }),
      resource('aws_sqs_queue', `${name}_dead`, { name: `${dashed(name)}-dead${end}`, ...common, message_retention_seconds: 1_209_600 }),
      resource('aws_sqs_queue_redrive_allow_policy', name, {
        queue_url: ref(`${dead}.id`),
        redrive_allow_policy: jsonDocument({ redrivePermission: 'byQueue', sourceQueueArns: [ref(`${main}.arn`)] }),
      }),
      resource('aws_sqs_queue_policy', name, {
        queue_url: ref(`${main}.id`),
        policy: tlsOnlyPolicy('sqs:*', ref(`${main}.arn`), fromTopic ? [fromTopic] : []),
      }),
      resource('aws_sqs_queue_policy', `${name}_dead`, {
        queue_url: ref(`${dead}.id`),
        policy: tlsOnlyPolicy('sqs:*', ref(`${dead}.arn`)),
      }),
      ...(topic === null
        ? []
        : [
            resource(
              'aws_sns_topic_subscription',
              name,
              { topic_arn: topic, protocol: 'sqs', endpoint: ref(`${main}.arn`), raw_message_delivery: true },
              { dependsOn: [`aws_sqs_queue_policy.${name}`] },
            ),
          ]),
    ],
    outputs: {
      id: `${main}.arn`,
      name: `${main}.name`,
      send_endpoint: `${main}.url`,
      receive_endpoint: `${main}.url`,
      dead_letter_name: `${dead}.name`,
    },
  };
}

function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const bus = serviceBus(region);
  const main = `azurerm_servicebus_queue.${name}`;
  const topic = properties['topic_id'] ?? null;
  return {
    shared: bus.shared,
    dataSources: bus.dataSources,
    resources: [
      resource('azurerm_servicebus_queue', name, {
        name: dashed(name),
        namespace_id: bus.id,
        requires_session: choose(properties['ordered']!, true, false),
        requires_duplicate_detection: choose(properties['ordered']!, true, false),
        default_message_ttl: scaled(properties['retention_days']!, 1, 'P', 'D'),
        lock_duration: isoSeconds(properties['visibility_timeout_seconds']!),
        max_delivery_count: properties['max_deliveries']!,
        dead_lettering_on_message_expiration: true,
      }),
      ...(topic === null
        ? []
        : [
            resource('azurerm_servicebus_subscription', name, {
              name: dashed(name, 50),
              topic_id: topic,
              max_delivery_count: properties['max_deliveries']!,
              forward_to: ref(`${main}.name`),
              dead_lettering_on_message_expiration: true,
            }),
          ]),
    ],
    outputs: {
      id: `${main}.id`,
      name: `${main}.name`,
      send_endpoint: bus.endpoint,
      receive_endpoint: bus.endpoint,
      dead_letter_name: `"\${${main}.name}/$deadletterqueue"`,
    },
  };
}

function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const own = dashed(name);
  const key = properties['encryption_key_id'] ?? null;
  const topic = properties['topic_id'] ?? null;
  const deadTopic = `google_pubsub_topic.${name}_dead`;
  const subscription = `google_pubsub_subscription.${name}`;
  const encrypted = key === null ? {} : { dependsOn: [`google_kms_crypto_key_iam_member.${name}`] };
  const storage = { message_storage_policy: [{ allowed_persistence_regions: [region], enforce_in_transit: true }] };
  const days = scaled(properties['retention_days']!, 86_400, '', 's');
  const forever = { expiration_policy: [{ ttl: '' }] };
  return {
    dataSources: [googleProject],
    resources: [
      ...(key === null ? [] : [keyUse(name, key as string, 'gcp-sa-pubsub')]),
      ...(topic === null ? [resource('google_pubsub_topic', name, { name: own, kms_key_name: key, ...storage }, encrypted)] : []),
      resource('google_pubsub_topic', `${name}_dead`, { name: `${own}-dead`, kms_key_name: key, ...storage }, encrypted),
      resource('google_pubsub_subscription', name, {
        name: own,
        topic: topic ?? ref(`google_pubsub_topic.${name}.id`),
        ack_deadline_seconds: properties['visibility_timeout_seconds']!,
        message_retention_duration: days,
        enable_message_ordering: choose(properties['ordered']!, true, false),
        enable_exactly_once_delivery: choose(properties['ordered']!, true, false),
        dead_letter_policy: [{ dead_letter_topic: ref(`${deadTopic}.id`), max_delivery_attempts: properties['max_deliveries']! }],
        retry_policy: [{ minimum_backoff: '10s', maximum_backoff: '600s' }],
        ...forever,
      }),
      resource('google_pubsub_subscription', `${name}_dead`, {
        name: `${own}-dead`,
        topic: ref(`${deadTopic}.id`),
        message_retention_duration: '1209600s',
        ...forever,
      }),
      // Pub/Sub itself moves what could not be delivered: it takes from the subscription and puts into the other topic.
      resource('google_pubsub_topic_iam_member', `${name}_dead`, {
        topic: ref(`${deadTopic}.name`),
        role: 'roles/pubsub.publisher',
        member: serviceAgent('gcp-sa-pubsub'),
      }),
      resource('google_pubsub_subscription_iam_member', `${name}_dead`, {
        subscription: ref(`${subscription}.name`),
        role: 'roles/pubsub.subscriber',
        member: serviceAgent('gcp-sa-pubsub'),
      }),
    ],
    outputs: {
      id: `${subscription}.id`,
      name: `${subscription}.name`,
      send_endpoint: `${subscription}.topic`,
      receive_endpoint: `${subscription}.id`,
      dead_letter_name: `google_pubsub_subscription.${name}_dead.name`,
    },
  };
}

export const queue: ComponentType = {
  name: 'queue',
  title: 'Queue',
  description:
    'A message queue with a dead-letter queue for what cannot be processed: SQS, Service Bus queue, Pub/Sub topic with a pull subscription. Encrypted, TLS only, entered with identities.',
  properties: {
    type: 'object',
    description: 'Properties of a queue.',
    properties: {
      ordered: orderedProperty,
      retention_days: {
        type: 'integer',
        description: 'Days that a message waits before it is dropped.',
        default: 4,
        minimum: 1,
        maximum: 14,
      },
      visibility_timeout_seconds: {
        type: 'integer',
        description: 'Seconds that a receiver has to finish before the message is given to another.',
        default: 60,
        minimum: 10,
        maximum: 300,
      },
      max_deliveries: {
        type: 'integer',
        description: 'Deliveries after which a message goes to the dead-letter queue.',
        default: 5,
        minimum: 5,
        maximum: 100,
      },
      topic_id: {
        type: 'string',
        description: 'Id of a topic whose messages come into the queue, e.g. ${component.events.id}.',
      },
      encryption_key_id: encryptionKeyProperty,
    },
  },
  outputs: {
    id: 'Id of the queue (AWS: its ARN; Google Cloud: the subscription).',
    name: 'Its name.',
    send_endpoint: 'What senders are given: queue URL, Service Bus endpoint, Pub/Sub topic.',
    receive_endpoint: 'What receivers are given: queue URL, Service Bus endpoint, Pub/Sub subscription.',
    dead_letter_name: 'Name of the dead-letter queue.',
  },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
