import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { networkAccess } from './aws-network-access';
import { logGroup } from './aws-service-role';
import { azureClient, worldwideName } from './azure-names';
import { privateEndpoint } from './azure-private-endpoint';
import { resourceGroup } from './azure-resource-group';
import { workloadIdentity } from './azure-workload';
import { dashed, fingerprint } from './cloud-name';
import { googleProject, projectId } from './google-project';
import { serviceAccount } from './google-service-account';
import { choose, expressionOf, pick } from './property-expressions';
import { availabilityProperty, deletionProtectionProperty, networkProperty, sizeProperty, subnetsProperty } from './shared-properties';

const port = 6379;

function onAws({ name, properties }: LoweringInput): Lowered {
  const main = `aws_elasticache_replication_group.${name}`;
  const access = networkAccess({ name, networkId: properties['network_id']!, port, callsOut: false });
  const own = dashed(name, 36);
  const logs = (['slow-log', 'engine-log'] as const).map((kind) => {
    const log = `${name}_${kind.replace('-', '_')}`;
    return { kind, log, group: logGroup(log, `/lintel/${name}/${kind}`) };
  });
  return {
    dataSources: access.dataSources,
    resources: [
      ...access.resources,
      ...logs.map(({ group }) => group),
      resource('aws_elasticache_subnet_group', name, { name: own, subnet_ids: properties['subnet_ids']! }),
      resource('aws_elasticache_user', name, {
        user_id: `${own}-app`,
        user_name: `${own}-app`,
        engine: 'valkey',
        access_string: 'on ~* +@all -@admin -@dangerous',
        authentication_mode: [{ type: 'iam' }],
      }),
      resource('aws_elasticache_user_group', name, {
        user_group_id: own,
        engine: 'valkey',
        user_ids: [ref(`aws_elasticache_user.${name}.user_id`)],
      }),
      resource('aws_elasticache_replication_group', name, {
        replication_group_id: own,
        description: `Cache ${name}`,
        engine: 'valkey',
        engine_version: '8.0',
        node_type: pick(properties['size']!, { small: 'cache.t4g.small', medium: 'cache.m7g.large', large: 'cache.r7g.xlarge' }),
        port,
        num_cache_clusters: choose(properties['highly_available']!, 2, 1),
        automatic_failover_enabled: properties['highly_available']!,
        multi_az_enabled: properties['highly_available']!,
        subnet_group_name: ref(`aws_elasticache_subnet_group.${name}.name`),
        security_group_ids: [access.groupId],
        user_group_ids: [ref(`aws_elasticache_user_group.${name}.user_group_id`)],
        at_rest_encryption_enabled: true,
        transit_encryption_enabled: true,
        transit_encryption_mode: 'required',
        auto_minor_version_upgrade: true,
        snapshot_retention_limit: 7,
        log_delivery_configuration: logs.map(({ kind, log }) => ({
          log_type: kind,
          log_format: 'json',
          destination_type: 'cloudwatch-logs',
          destination: ref(`aws_cloudwatch_log_group.${log}.name`),
        })),
      }),
    ],
    outputs: {
      id: `${main}.arn`,
      name: `${main}.id`,
      endpoint: `${main}.primary_endpoint_address`,
      port: String(port),
      identity: `aws_elasticache_user.${name}.arn`,
    },
  };
}

function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const main = `azurerm_managed_redis.${name}`;
  const identity = workloadIdentity(name, group);
  const endpoint = privateEndpoint({
    name,
    group,
    networkId: properties['network_id']!,
    subnetIds: properties['subnet_ids']!,
    target: ref(`${main}.id`),
    part: 'redisEnterprise',
    zone: 'privatelink.redis.azure.net',
  });
  return {
    dataSources: [azureClient],
    shared: [group.resource, ...endpoint.shared],
    resources: [
      resource('azurerm_managed_redis', name, {
        name: worldwideName('', name, 60),
        location: group.location,
        resource_group_name: group.name,
        sku_name: pick(properties['size']!, { small: 'Balanced_B1', medium: 'Balanced_B5', large: 'Balanced_B20' }),
        high_availability_enabled: properties['highly_available']!,
        public_network_access: 'Disabled',
        default_database: [
          {
            access_keys_authentication_enabled: false,
            client_protocol: 'Encrypted',
            clustering_policy: 'EnterpriseCluster',
            eviction_policy: 'VolatileLRU',
            persistence_redis_database_backup_frequency: '12h',
          },
        ],
      }),
      identity.resource,
      resource('azurerm_managed_redis_access_policy_assignment', name, {
        managed_redis_id: ref(`${main}.id`),
        object_id: identity.principalId,
      }),
      ...endpoint.resources,
    ],
    outputs: {
      id: `${main}.id`,
      name: `${main}.name`,
      endpoint: `${main}.hostname`,
      port: `${main}.default_database[0].port`,
      identity: `azurerm_user_assigned_identity.${name}.id`,
    },
  };
}

function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const main = `google_memorystore_instance.${name}`;
  const policy = `lintel_cache_${fingerprint(expressionOf(properties['network_id']!))}`;
  const account = serviceAccount(name, name, 'client', ['roles/memorystore.dbConnectionUser']);
  return {
    dataSources: [googleProject],
    shared: [
      resource('google_network_connectivity_service_connection_policy', policy, {
        name: dashed(policy),
        location: region,
        service_class: 'gcp-memorystore',
        network: properties['network_id']!,
        psc_config: [{ subnetworks: properties['subnet_ids']! }],
      }),
    ],
    resources: [
      resource(
        'google_memorystore_instance',
        name,
        {
          instance_id: dashed(`${name}-cache`),
          location: region,
          mode: 'CLUSTER_DISABLED',
          shard_count: 1,
          replica_count: choose(properties['highly_available']!, 1, 0),
          node_type: pick(properties['size']!, { small: 'SHARED_CORE_NANO', medium: 'STANDARD_SMALL', large: 'HIGHMEM_XLARGE' }),
          engine_version: 'VALKEY_8_0',
          authorization_mode: 'IAM_AUTH',
          transit_encryption_mode: 'SERVER_AUTHENTICATION',
          deletion_protection_enabled: properties['deletion_protection']!,
          desired_auto_created_endpoints: [{ network: properties['network_id']!, project_id: projectId }],
          automated_backup_config: [{ retention: '604800s', fixed_frequency_schedule: [{ start_time: [{ hours: 2 }] }] }],
        },
        { dependsOn: [`google_network_connectivity_service_connection_policy.${policy}`] },
      ),
      ...account.resources,
    ],
    outputs: {
      id: `${main}.id`,
      name: `${main}.instance_id`,
      endpoint: `one([for one in flatten(${main}.endpoints[*].connections[*].psc_auto_connection[*]) : one.ip_address if one.connection_type == "CONNECTION_TYPE_PRIMARY"])`,
      port: String(port),
      identity: `${account.address}.email`,
    },
  };
}

export const cache: ComponentType = {
  name: 'cache',
  title: 'Cache',
  description:
    'A cache that speaks the protocol of Redis: Valkey on AWS and Google, Managed Redis on Azure. In the network only, over TLS only; an identity of the cloud logs in, there is no password.',
  properties: {
    type: 'object',
    description: 'Properties of a cache.',
    required: ['network_id', 'subnet_ids'],
    properties: {
      network_id: networkProperty,
      subnet_ids: subnetsProperty,
      size: sizeProperty('At least 1, 6 or 24 GiB of memory.'),
      highly_available: availabilityProperty('Whether a replica in another zone takes over.'),
      deletion_protection: deletionProtectionProperty,
    },
  },
  outputs: {
    id: 'Full identifier of the cache: the ARN on AWS.',
    name: 'Its name.',
    endpoint: 'Host that clients connect to.',
    port: 'Port that they connect to, with TLS.',
    identity: 'Who logs in: the user that a role may connect as (AWS), the managed identity (Azure), the service account (Google).',
  },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
