import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { azureClient, worldwideName } from './azure-names';
import { privateEndpoint } from './azure-private-endpoint';
import { resourceGroup } from './azure-resource-group';
import { zonesOf } from './azure-zones';
import { dashed } from './cloud-name';
import { choose } from './property-expressions';
import { availabilityProperty, deletionProtectionProperty, networkProperty, subnetsProperty } from './shared-properties';

/** Attribute whose time an item expires at, where expiry is on. */
const expiryAttribute = 'ttl';

function onAws({ name, properties, region }: LoweringInput): Lowered {
  const keys = [properties['partition_key']!, properties['sort_key'] ?? null].filter((key) => key !== null);
  const table = `aws_dynamodb_table.${name}`;
  return {
    resources: [
      resource('aws_dynamodb_table', name, {
        name: dashed(`${name}-table`),
        billing_mode: 'PAY_PER_REQUEST',
        hash_key: keys[0]!,
        range_key: keys[1] ?? null,
        attribute: keys.map((key) => ({ name: key, type: 'S' })),
        server_side_encryption: [{ enabled: true }],
        point_in_time_recovery: [{ enabled: true, recovery_period_in_days: 35 }],
        deletion_protection_enabled: properties['deletion_protection']!,
        ttl: properties['expiry'] === true ? [{ enabled: true, attribute_name: expiryAttribute }] : null,
      }),
    ],
    outputs: { id: `${table}.arn`, name: `${table}.name`, endpoint: JSON.stringify(`https://dynamodb.${region}.amazonaws.com`) },
  };
}

function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const account = `azurerm_cosmosdb_account.${name}`;
  const container = `azurerm_cosmosdb_sql_container.${name}`;
  const keys = [properties['partition_key']!, properties['sort_key'] ?? null].filter((key) => key !== null);
  const subnetIds = properties['subnet_ids'] ?? null;
  const endpoint = subnetIds !== null && {
    ...privateEndpoint({
      name,
      group,
      networkId: properties['network_id']!,
      subnetIds,
      target: ref(`${account}.id`),
      part: 'Sql',
      zone: 'privatelink.documents.azure.com',
    }),
  };
  const inAccount = { resource_group_name: group.name, account_name: ref(`${account}.name`) };
  return {
    dataSources: [azureClient],
    shared: [group.resource, ...(endpoint ? endpoint.shared : [])],
    resources: [
      resource('azurerm_cosmosdb_account', name, {
        name: worldwideName('', name, 44),
        location: group.location,
        resource_group_name: group.name,
        kind: 'GlobalDocumentDB',
        offer_type: 'Standard',
        capabilities: [{ name: 'EnableServerless' }],
        consistency_policy: [{ consistency_level: 'Session' }],
        geo_location: [
          {
            location: group.location,
            failover_priority: 0,
            zone_redundant: properties['highly_available'] === true && zonesOf(region) !== null,
          },
        ],
        backup: [{ type: 'Continuous', tier: 'Continuous30Days' }],
        minimal_tls_version: 'Tls12',
        public_network_access_enabled: false,
        local_authentication_disabled: true,
        access_key_metadata_writes_enabled: false,
      }),
      resource('azurerm_cosmosdb_sql_database', name, { name: dashed(name), ...inAccount }),
      resource('azurerm_cosmosdb_sql_container', name, {
        name: dashed(`${name}-table`),
        ...inAccount,
        database_name: ref(`azurerm_cosmosdb_sql_database.${name}.name`),
        partition_key_kind: keys.length > 1 ? 'MultiHash' : 'Hash',
        partition_key_version: 2,
        partition_key_paths: keys.map((key) => `/${String(key)}`),
        default_ttl: properties['expiry'] === true ? -1 : null,
      }),
      ...(endpoint ? endpoint.resources : []),
    ],
    outputs: { id: `${account}.id`, name: `${container}.name`, endpoint: `${account}.endpoint` },
  };
}

function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const database = `google_firestore_database.${name}`;
  const collection = dashed(`${name}-table`);
  const sortKey = properties['sort_key'] ?? null;
  const inDatabase = { project: ref(`${database}.project`), database: ref(`${database}.name`), collection };
  return {
    resources: [
      resource('google_firestore_database', name, {
        name: dashed(`${name}-table`),
        location_id: region,
        type: 'FIRESTORE_NATIVE',
        point_in_time_recovery_enablement: 'POINT_IN_TIME_RECOVERY_ENABLED',
        delete_protection_state: choose(properties['deletion_protection']!, 'DELETE_PROTECTION_ENABLED', 'DELETE_PROTECTION_DISABLED'),
        deletion_policy: 'DELETE',
      }),
      resource('google_firestore_backup_schedule', name, {
        project: ref(`${database}.project`),
        database: ref(`${database}.name`),
        retention: '1209600s',
        daily_recurrence: [{}],
      }),
      ...(sortKey === null
        ? []
        : [
            resource('google_firestore_index', name, {
              ...inDatabase,
              fields: [
                { field_path: properties['partition_key']!, order: 'ASCENDING' },
                { field_path: sortKey, order: 'ASCENDING' },
              ],
            }),
          ]),
      ...(properties['expiry'] === true
        ? [resource('google_firestore_field', name, { ...inDatabase, field: expiryAttribute, ttl_config: [{}] })]
        : []),
    ],
    outputs: {
      id: `${database}.id`,
      name: JSON.stringify(collection),
      endpoint: `"https://firestore.googleapis.com/v1/${ref(`${database}.id`)}"`,
    },
  };
}

export const keyValueTable: ComponentType = {
  name: 'key-value-table',
  title: 'Key-value table',
  description:
    'A table of items that are found by key, paid by use: DynamoDB, a Cosmos DB container, a Firestore collection. Encrypted, restorable to any point of the last week or longer, opened by identities only.',
  properties: {
    type: 'object',
    description: 'Properties of a key-value table.',
    properties: {
      partition_key: {
        type: 'string',
        description: 'Name of the attribute that items are spread by; a text.',
        default: 'id',
        pattern: '^[A-Za-z_][A-Za-z0-9_]{0,99}$',
      },
      sort_key: {
        type: 'string',
        description: 'Name of the attribute that tells apart and orders the items of one partition; a text.',
        pattern: '^[A-Za-z_][A-Za-z0-9_]{0,99}$',
      },
      expiry: {
        type: 'boolean',
        description: 'Whether an item is deleted by the time in its attribute "ttl" (a timestamp; on Azure seconds since the last change).',
        default: false,
        literal: true,
      },
      highly_available: {
        ...availabilityProperty('Whether it outlasts the loss of a zone on Azure; it always does on AWS and Google.'),
        literal: true,
      },
      deletion_protection: deletionProtectionProperty,
      network_id: {
        ...networkProperty,
        description: `${networkProperty.description} With subnet_ids it gives the table an address in the network on Azure, where nothing else reaches it.`,
      },
      subnet_ids: {
        ...subnetsProperty,
        description: 'Ids of the private subnets that reach it, e.g. ${component.net.private_subnet_ids}.',
      },
    },
  },
  outputs: {
    id: 'Full identifier of the table, account or database, for access policies: the ARN on AWS.',
    name: 'Name of the table, container or collection.',
    endpoint: 'HTTPS address of the service.',
  },
  faults: ({ network_id: network, subnet_ids: subnets, partition_key: partition, sort_key: sort }) => [
    ...((network ?? null) === null && (subnets ?? null) !== null
      ? [{ path: ['network_id'], message: '"subnet_ids" needs "network_id" beside it.' }]
      : []),
    ...(partition === sort ? [{ path: ['sort_key'], message: '"sort_key" must be another attribute than "partition_key".' }] : []),
  ],
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
