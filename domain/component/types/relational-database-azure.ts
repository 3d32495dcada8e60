import type { ResourceSpec } from '../../blueprint/content';
import type { JsonObject } from '../../json';
import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { azureClient, worldwideName } from './azure-names';
import { privateEndpoint } from './azure-private-endpoint';
import { resourceGroup } from './azure-resource-group';
import { workloadIdentity } from './azure-workload';
import { zonesOf } from './azure-zones';
import { pick } from './property-expressions';
import { engineOf, portOf, versionOf } from './relational-engine';

const tenant = ref('data.azurerm_client_config.current.tenant_id');

/** Azure chooses zones by itself, changes them when the standby takes over, and lets the storage grow. */
const lifecycle = (storage: string): JsonObject => ({
  ignore_changes: ['zone', 'high_availability[0].standby_availability_zone', storage],
});

type Group = ReturnType<typeof resourceGroup>;
type Identity = ReturnType<typeof workloadIdentity>;

/** What servers of both engines have. A standby needs more than the burstable machines of the small size. */
function server({ name, properties, region }: LoweringInput, group: Group, family: string): JsonObject {
  const standby = properties['highly_available'] === true;
  return {
    name: worldwideName('', name, 60),
    location: group.location,
    resource_group_name: group.name,
    sku_name: pick(properties['size']!, {
      small: standby ? `GP_Standard_D2${family}_v5` : 'B_Standard_B2s',
      medium: `GP_Standard_D2${family}_v5`,
      large: `GP_Standard_D8${family}_v5`,
    }),
    backup_retention_days: properties['backup_days']!,
    high_availability: standby ? [{ mode: zonesOf(region) ? 'ZoneRedundant' : 'SameZone' }] : null,
  };
}

/** Storage of PostgreSQL comes in powers of two, in MiB. */
const storageStep = (gigabytes: number): number => 1024 * Math.max(32, 2 ** Math.ceil(Math.log2(gigabytes)));

function postgres(input: LoweringInput, group: Group, identity: Identity): ResourceSpec[] {
  const { name, properties } = input;
  const main = `azurerm_postgresql_flexible_server.${name}`;
  const setting = (setting: string, value: string) =>
    resource('azurerm_postgresql_flexible_server_configuration', `${name}_${setting}`, {
      name: setting,
      server_id: ref(`${main}.id`),
      value,
    });
  return [
    resource(
      'azurerm_postgresql_flexible_server',
      name,
      {
        ...server(input, group, 'ds'),
        version: versionOf(properties),
        storage_mb: storageStep(Number(properties['storage_gb'])),
        auto_grow_enabled: true,
        public_network_access_enabled: false,
        authentication: [{ active_directory_auth_enabled: true, password_auth_enabled: false, tenant_id: tenant }],
      },
      { lifecycle: lifecycle('storage_mb') },
    ),
    resource('azurerm_postgresql_flexible_server_active_directory_administrator', name, {
      resource_group_name: group.name,
      server_name: ref(`${main}.name`),
      tenant_id: tenant,
      object_id: identity.principalId,
      principal_name: ref(`azurerm_user_assigned_identity.${name}.name`),
      principal_type: 'ServicePrincipal',
    }),
    resource('azurerm_postgresql_flexible_server_database', name, {
      name: properties['database_name']!,
      server_id: ref(`${main}.id`),
      charset: 'UTF8',
      collation: 'en_US.utf8',
    }),
    setting('require_secure_transport', 'on'),
    setting('log_connections', 'on'),
    setting('log_disconnections', 'on'),
  ];
}

function mysql(input: LoweringInput, group: Group, identity: Identity): ResourceSpec[] {
  const { name, properties } = input;
  const main = `azurerm_mysql_flexible_server.${name}`;
  const inServer = { resource_group_name: group.name, server_name: ref(`${main}.name`) };
  const administrator = `azurerm_mysql_flexible_server_active_directory_administrator.${name}`;
  return [
    resource(
      'azurerm_mysql_flexible_server',
      name,
      {
        ...server(input, group, 'ads'),
        version: versionOf(properties) === '8.0' ? '8.0.21' : versionOf(properties),
        storage: [{ size_gb: properties['storage_gb']!, auto_grow_enabled: true }],
        public_network_access: 'Disabled',
        identity: [{ type: 'UserAssigned', identity_ids: [identity.id] }],
        administrator_login: 'dbadmin',
        // Azure wants a password at the start. Nobody learns this one: it is written once, kept nowhere, and logging in by password is off.
        administrator_password_wo: `Aa1-${ref('uuid()')}`,
        administrator_password_wo_version: 1,
      },
      { lifecycle: lifecycle('storage[0].size_gb') },
    ),
    resource('azurerm_mysql_flexible_server_active_directory_administrator', name, {
      server_id: ref(`${main}.id`),
      identity_id: identity.id,
      login: ref(`azurerm_user_assigned_identity.${name}.name`),
      object_id: identity.clientId,
      tenant_id: tenant,
    }),
    resource('azurerm_mysql_flexible_database', name, {
      name: properties['database_name']!,
      ...inServer,
      charset: 'utf8mb4',
      collation: 'utf8mb4_unicode_ci',
    }),
    resource('azurerm_mysql_flexible_server_configuration', `${name}_require_secure_transport`, {
      name: 'require_secure_transport',
      ...inServer,
      value: 'ON',
    }),
    resource(
      'azurerm_mysql_flexible_server_configuration',
      `${name}_aad_auth_only`,
      { name: 'aad_auth_only', ...inServer, value: 'ON' },
      { dependsOn: [administrator] },
    ),
  ];
}

export function onAzure(input: LoweringInput): Lowered {
  const { name, properties, region } = input;
  const group = resourceGroup(region);
  const engine = engineOf(properties);
  const isPostgres = engine === 'postgres';
  const main = `azurerm_${isPostgres ? 'postgresql' : 'mysql'}_flexible_server.${name}`;
  const identity = workloadIdentity(name, group);
  const endpoint = privateEndpoint({
    name,
    group,
    networkId: properties['network_id']!,
    subnetIds: properties['subnet_ids']!,
    target: ref(`${main}.id`),
    part: isPostgres ? 'postgresqlServer' : 'mysqlServer',
    zone: isPostgres ? 'privatelink.postgres.database.azure.com' : 'privatelink.mysql.database.azure.com',
  });
  return {
    dataSources: [azureClient],
    shared: [group.resource, ...endpoint.shared],
    resources: [identity.resource, ...(isPostgres ? postgres : mysql)(input, group, identity), ...endpoint.resources],
    outputs: {
      id: `${main}.id`,
      name: `${main}.name`,
      endpoint: `${main}.fqdn`,
      port: String(portOf[engine]),
      database_name: `azurerm_${isPostgres ? 'postgresql_flexible_server' : 'mysql_flexible'}_database.${name}.name`,
      username: `azurerm_user_assigned_identity.${name}.name`,
      credentials: `azurerm_user_assigned_identity.${name}.id`,
    },
  };
}
