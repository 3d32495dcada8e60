import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { networkAccess } from './aws-network-access';
import { logGroup, serviceRole } from './aws-service-role';
import { dashed } from './cloud-name';
import { pick, times } from './property-expressions';
import { engineOf, portOf, versionOf, type RelationalEngine } from './relational-engine';

const parametersOf: Readonly<Record<RelationalEngine, Readonly<Record<string, string>>>> = {
  postgres: { 'rds.force_ssl': '1', log_connections: '1', log_disconnections: '1' },
  mysql: { require_secure_transport: '1', slow_query_log: '1', log_output: 'FILE', local_infile: '0' },
};

const logsOf: Readonly<Record<RelationalEngine, readonly string[]>> = {
  postgres: ['postgresql', 'upgrade'],
  mysql: ['error', 'slowquery'],
};

export function onAws({ name, properties }: LoweringInput): Lowered {
  const engine = engineOf(properties);
  const version = versionOf(properties);
  const main = `aws_db_instance.${name}`;
  const own = dashed(name, 60);
  const access = networkAccess({ name, networkId: properties['network_id']!, port: portOf[engine] });
  const monitoring = serviceRole({
    name: `${name}_monitoring`,
    service: 'monitoring.rds.amazonaws.com',
    policies: ['service-role/AmazonRDSEnhancedMonitoringRole'],
  });
  const logs = logsOf[engine].map((kind) => logGroup(`${name}_${kind}`, `/aws/rds/instance/${own}/${kind}`));
  return {
    dataSources: access.dataSources,
    resources: [
      ...access.resources,
      ...monitoring.resources,
      ...logs,
      resource('aws_db_subnet_group', name, { name_prefix: `${own}-`, subnet_ids: properties['subnet_ids']! }),
      resource(
        'aws_db_parameter_group',
        name,
        {
          name_prefix: `${own}-`,
          family: `${engine}${version}`,
          parameter: Object.entries(parametersOf[engine]).map(([parameter, value]) => ({ name: parameter, value })),
        },
        { lifecycle: { create_before_destroy: true } },
      ),
      resource(
        'aws_db_instance',
        name,
        {
          identifier: own,
          engine,
          engine_version: version,
          instance_class: pick(properties['size']!, { small: 'db.t4g.medium', medium: 'db.m7g.large', large: 'db.m7g.2xlarge' }),
          db_name: properties['database_name']!,
          username: 'dbadmin',
          manage_master_user_password: true,
          iam_database_authentication_enabled: true,
          allocated_storage: properties['storage_gb']!,
          max_allocated_storage: times(properties['storage_gb']!, 4),
          storage_type: 'gp3',
          storage_encrypted: true,
          multi_az: properties['highly_available']!,
          db_subnet_group_name: ref(`aws_db_subnet_group.${name}.name`),
          vpc_security_group_ids: [access.groupId],
          publicly_accessible: false,
          port: portOf[engine],
          parameter_group_name: ref(`aws_db_parameter_group.${name}.name`),
          ca_cert_identifier: 'rds-ca-rsa2048-g1',
          backup_retention_period: properties['backup_days']!,
          copy_tags_to_snapshot: true,
          delete_automated_backups: false,
          deletion_protection: properties['deletion_protection']!,
          skip_final_snapshot: false,
          final_snapshot_identifier: `${own}-last`,
          auto_minor_version_upgrade: true,
          enabled_cloudwatch_logs_exports: [...logsOf[engine]],
          monitoring_interval: 60,
          monitoring_role_arn: monitoring.arn,
          performance_insights_enabled: true,
        },
        { dependsOn: [...logs.map((log) => `${log.type}.${log.name}`), ...monitoring.attachments] },
      ),
    ],
    outputs: {
      id: `${main}.arn`,
      name: `${main}.identifier`,
      endpoint: `${main}.address`,
      port: String(portOf[engine]),
      database_name: `${main}.db_name`,
      username: `${main}.username`,
      credentials: `one(${main}.master_user_secret[*].secret_arn)`,
    },
  };
}
