import type { ResourceSpec } from '../../blueprint/content';
import type { Json } from '../../json';
import { ref, resource } from '../component-type';

export type Direction = 'read' | 'write';

/** One direction of a grant to be made. */
export interface GrantRequest {
  /** Of the resource that makes it. */
  name: string;
  direction: Direction;
  /** Expression of the target's id. */
  target: string;
  /** Who gets it: id of a principal on Azure, member on Google Cloud. */
  identity: Json;
}

/** What a workload may be let into, and what that takes on each cloud: the least that reading or writing needs. */
export interface GrantedAccess {
  aws: Record<Direction, readonly string[]> & { resources: (arn: string) => string[] };
  azure: (grant: GrantRequest) => ResourceSpec;
  google: (grant: GrantRequest) => ResourceSpec;
}

type Roles = Record<Direction, string>;
type FromId = (id: string) => string;

const itself: FromId = ref;

const only = (arn: string): string[] => [ref(arn)];
const and =
  (below: string) =>
  (arn: string): string[] => [ref(arn), `${ref(arn)}${below}`];

const assignment =
  (roles: Roles, scope: FromId = itself) =>
  ({ name, direction, target, identity }: GrantRequest): ResourceSpec =>
    resource('azurerm_role_assignment', name, {
      scope: scope(target),
      role_definition_name: roles[direction],
      principal_id: identity,
      principal_type: 'ServicePrincipal',
    });

const member =
  (kind: string, attribute: string, roles: Roles, id: FromId = itself) =>
  ({ name, direction, target, identity }: GrantRequest): ResourceSpec =>
    resource(`google_${kind}_iam_member`, name, { [attribute]: id(target), role: `roles/${roles[direction]}`, member: identity });

const topicMember = member('pubsub_topic', 'topic', { read: 'pubsub.subscriber', write: 'pubsub.publisher' });
const subscriptionMember = member('pubsub_subscription', 'subscription', { read: 'pubsub.subscriber', write: 'pubsub.subscriber' });

/** The data of Cosmos DB has roles of its own: 1 reads, 2 reads and writes. */
const cosmosAssignment = ({ name, direction, target, identity }: GrantRequest): ResourceSpec =>
  resource('azurerm_cosmosdb_sql_role_assignment', name, {
    resource_group_name: ref(`split("/", ${target})[4]`),
    account_name: ref(`split("/", ${target})[8]`),
    role_definition_id: `${ref(target)}/sqlRoleDefinitions/00000000-0000-0000-0000-00000000000${direction === 'read' ? 1 : 2}`,
    principal_id: identity,
    scope: ref(target),
  });

/** Firestore is let into by the project, for one database. */
const firestoreMember = ({ name, direction, target, identity }: GrantRequest): ResourceSpec =>
  resource('google_project_iam_member', name, {
    project: ref(`split("/", ${target})[1]`),
    role: direction === 'read' ? 'roles/datastore.viewer' : 'roles/datastore.user',
    member: identity,
    condition: [{ title: 'one database', expression: `resource.name == "${ref(target)}"` }],
  });

const serviceBusRoles: Roles = { read: 'Azure Service Bus Data Receiver', write: 'Azure Service Bus Data Sender' };

/** The vault of a secret, which holds nothing else. */
const vaultOf: FromId = (id) => ref(`split("/secrets/", ${id})[0]`);

/** By component type. */
export const grantedAccess: Readonly<Record<string, GrantedAccess>> = {
  'event-stream': {
    aws: {
      read: [
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:DescribeStreamSummary',
        'kinesis:ListShards',
        'kinesis:SubscribeToShard',
      ],
      write: ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'],
      resources: and('/consumer/*'),
    },
    azure: assignment({ read: 'Azure Event Hubs Data Receiver', write: 'Azure Event Hubs Data Sender' }),
    // Consumers share the stream's one subscription, whose name is made of the topic's.
    google: (grant) =>
      grant.direction === 'write'
        ? topicMember(grant)
        : subscriptionMember({ ...grant, target: `"\${replace(${grant.target}, "/topics/", "/subscriptions/")}-consumers"` }),
  },
  'key-value-table': {
    aws: {
      read: [
        'dynamodb:GetItem',
        'dynamodb:BatchGetItem',
        'dynamodb:Query',
        'dynamodb:Scan',
        'dynamodb:ConditionCheckItem',
        'dynamodb:DescribeTable',
      ],
      write: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem', 'dynamodb:DescribeTable'],
      resources: and('/index/*'),
    },
    azure: cosmosAssignment,
    google: firestoreMember,
  },
  'object-store': {
    aws: {
      read: ['s3:GetObject', 's3:ListBucket'],
      write: ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      resources: and('/*'),
    },
    azure: assignment({ read: 'Storage Blob Data Reader', write: 'Storage Blob Data Contributor' }),
    google: member('storage_bucket', 'bucket', { read: 'storage.objectViewer', write: 'storage.objectUser' }),
  },
  queue: {
    aws: {
      read: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
      write: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
      resources: only,
    },
    azure: assignment(serviceBusRoles),
    // A queue's topic has the name of its subscription.
    google: (grant) =>
      grant.direction === 'read'
        ? subscriptionMember(grant)
        : topicMember({ ...grant, target: `replace(${grant.target}, "/subscriptions/", "/topics/")` }),
  },
  secret: {
    aws: {
      read: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      write: ['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage', 'secretsmanager:DescribeSecret'],
      resources: only,
    },
    azure: assignment({ read: 'Key Vault Secrets User', write: 'Key Vault Secrets Officer' }, vaultOf),
    google: member('secret_manager_secret', 'secret_id', {
      read: 'secretmanager.secretAccessor',
      write: 'secretmanager.secretVersionAdder',
    }),
  },
  topic: {
    aws: { read: ['sns:Subscribe', 'sns:GetTopicAttributes'], write: ['sns:Publish', 'sns:GetTopicAttributes'], resources: only },
    azure: assignment(serviceBusRoles),
    google: topicMember,
  },
};
