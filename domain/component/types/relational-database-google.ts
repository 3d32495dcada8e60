import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { dashed } from './cloud-name';
import { privateServices } from './google-private-services';
import { serviceAccount } from './google-service-account';
import { choose, pick } from './property-expressions';
import { engineOf, portOf, versionOf, type RelationalEngine } from './relational-engine';

const flagsOf: Readonly<Record<RelationalEngine, Readonly<Record<string, string>>>> = {
  postgres: {
    'cloudsql.iam_authentication': 'on',
    log_checkpoints: 'on',
    log_connections: 'on',
    log_disconnections: 'on',
    log_lock_waits: 'on',
  },
  mysql: { cloudsql_iam_authentication: 'on', local_infile: 'off', slow_query_log: 'on' },
};

export function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const engine = engineOf(properties);
  const isPostgres = engine === 'postgres';
  const main = `google_sql_database_instance.${name}`;
  const services = privateServices(properties['network_id']!);
  const account = serviceAccount(name, name, 'client', ['roles/cloudsql.client', 'roles/cloudsql.instanceUser']);
  const instance = ref(`${main}.name`);
  return {
    shared: services.shared,
    resources: [
      resource(
        'google_sql_database_instance',
        name,
        {
          name: dashed(name),
          region,
          database_version: `${engine.toUpperCase()}_${versionOf(properties).replace('.', '_')}`,
          deletion_protection: properties['deletion_protection']!,
          settings: [
            {
              tier: pick(properties['size']!, { small: 'db-custom-2-4096', medium: 'db-custom-2-8192', large: 'db-custom-8-32768' }),
              edition: 'ENTERPRISE',
              availability_type: choose(properties['highly_available']!, 'REGIONAL', 'ZONAL'),
              disk_type: 'PD_SSD',
              disk_size: properties['storage_gb']!,
              disk_autoresize: true,
              deletion_protection_enabled: properties['deletion_protection']!,
              ip_configuration: [{ ipv4_enabled: false, private_network: properties['network_id']!, ssl_mode: 'ENCRYPTED_ONLY' }],
              backup_configuration: [
                {
                  enabled: true,
                  start_time: '02:00',
                  transaction_log_retention_days: 7,
                  ...(isPostgres ? { point_in_time_recovery_enabled: true } : { binary_log_enabled: true }),
                  backup_retention_settings: [{ retained_backups: properties['backup_days']!, retention_unit: 'COUNT' }],
                },
              ],
              database_flags: Object.entries(flagsOf[engine]).map(([flag, value]) => ({ name: flag, value })),
              insights_config: [{ query_insights_enabled: true }],
            },
          ],
        },
        { dependsOn: [services.connection], lifecycle: { ignore_changes: ['settings[0].disk_size'] } },
      ),
      resource('google_sql_database', name, { name: properties['database_name']!, instance }),
      ...account.resources,
      resource('google_sql_user', name, {
        instance,
        // PostgreSQL knows a service account without the end of its e-mail.
        name: isPostgres ? ref(`trimsuffix(${account.address}.email, ".gserviceaccount.com")`) : account.email,
        type: 'CLOUD_IAM_SERVICE_ACCOUNT',
      }),
    ],
    outputs: {
      id: `${main}.id`,
      name: `${main}.name`,
      endpoint: `${main}.private_ip_address`,
      port: String(portOf[engine]),
      database_name: `google_sql_database.${name}.name`,
      username: `google_sql_user.${name}.name`,
      credentials: `${account.address}.email`,
    },
  };
}
