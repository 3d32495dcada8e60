/** Tells which attributes of a type can only change by replacing the object. */
export type ForceNew = (type: string) => ReadonlySet<string>;

const byType: Readonly<Record<string, readonly string[]>> = {
  aws_autoscaling_group: ['name', 'name_prefix'],
  aws_cloudwatch_log_group: ['name', 'name_prefix', 'log_group_class'],
  aws_db_instance: ['identifier_prefix', 'engine', 'username', 'db_name', 'availability_zone', 'kms_key_id', 'storage_encrypted', 'character_set_name', 'snapshot_identifier'],
  aws_db_subnet_group: ['name', 'name_prefix'],
  aws_dynamodb_table: ['name', 'hash_key', 'range_key', 'local_secondary_index'],
  aws_ebs_volume: ['availability_zone', 'encrypted', 'kms_key_id', 'snapshot_id', 'outpost_arn'],
  aws_ecs_cluster: ['name'],
  aws_efs_file_system: ['creation_token', 'encrypted', 'kms_key_id', 'performance_mode', 'availability_zone_name'],
  aws_eip: ['domain', 'network_border_group', 'public_ipv4_pool'],
  aws_eks_cluster: ['name', 'role_arn'],
  aws_elasticache_cluster: ['cluster_id', 'engine', 'subnet_group_name', 'availability_zone'],
  aws_iam_instance_profile: ['name', 'name_prefix', 'path'],
  aws_iam_policy: ['name', 'name_prefix', 'path', 'description'],
  aws_iam_role: ['name', 'name_prefix', 'path'],
  aws_iam_role_policy: ['name', 'role'],
  aws_iam_role_policy_attachment: ['role', 'policy_arn'],
  aws_iam_user: [],
  aws_instance: ['ami', 'subnet_id', 'availability_zone', 'key_name', 'associate_public_ip_address', 'private_ip', 'placement_group', 'tenancy', 'ephemeral_block_device', 'user_data_base64'],
  aws_internet_gateway: [],
  aws_key_pair: ['key_name', 'key_name_prefix', 'public_key'],
  aws_kms_alias: ['name', 'name_prefix'],
  aws_kms_key: ['customer_master_key_spec', 'key_usage', 'multi_region'],
  aws_lambda_function: ['function_name', 'package_type'],
  aws_lambda_permission: ['action', 'function_name', 'principal', 'source_arn', 'statement_id', 'qualifier'],
  aws_launch_template: ['name', 'name_prefix'],
  aws_lb: ['name', 'name_prefix', 'internal', 'load_balancer_type'],
  aws_lb_listener: ['load_balancer_arn'],
  aws_lb_target_group: ['name', 'name_prefix', 'port', 'protocol', 'target_type', 'vpc_id', 'protocol_version'],
  aws_nat_gateway: ['allocation_id', 'subnet_id', 'connectivity_type'],
  aws_rds_cluster: ['cluster_identifier', 'engine', 'master_username', 'database_name', 'kms_key_id', 'storage_encrypted', 'availability_zones'],
  aws_route: ['route_table_id', 'destination_cidr_block', 'destination_ipv6_cidr_block'],
  aws_route53_record: ['zone_id', 'name', 'type', 'set_identifier'],
  aws_route53_zone: ['name', 'delegation_set_id'],
  aws_route_table: ['vpc_id'],
  aws_route_table_association: ['subnet_id', 'gateway_id'],
  aws_s3_bucket: ['bucket', 'bucket_prefix', 'object_lock_enabled'],
  aws_secretsmanager_secret: ['name', 'name_prefix'],
  aws_security_group: ['name', 'name_prefix', 'description', 'vpc_id'],
  aws_security_group_rule: ['type', 'protocol', 'from_port', 'to_port', 'cidr_blocks', 'ipv6_cidr_blocks', 'security_group_id', 'source_security_group_id', 'self', 'prefix_list_ids'],
  aws_sns_topic: ['name', 'name_prefix', 'fifo_topic'],
  aws_sqs_queue: ['name', 'name_prefix', 'fifo_queue'],
  aws_subnet: ['vpc_id', 'cidr_block', 'availability_zone', 'availability_zone_id', 'ipv6_native', 'outpost_arn'],
  aws_vpc: ['cidr_block', 'instance_tenancy', 'ipv4_ipam_pool_id'],
  azurerm_linux_virtual_machine: ['name', 'resource_group_name', 'location', 'admin_username', 'computer_name', 'zone', 'source_image_reference', 'custom_data', 'availability_set_id'],
  azurerm_managed_disk: ['name', 'resource_group_name', 'location', 'create_option', 'zone', 'image_reference_id'],
  azurerm_subnet: ['name', 'resource_group_name', 'virtual_network_name'],
  azurerm_windows_virtual_machine: ['name', 'resource_group_name', 'location', 'admin_username', 'computer_name', 'zone', 'source_image_reference', 'custom_data', 'availability_set_id'],
  google_compute_disk: ['name', 'zone', 'project', 'type', 'image', 'snapshot', 'physical_block_size_bytes'],
  google_compute_instance: ['name', 'zone', 'project', 'boot_disk', 'hostname', 'can_ip_forward', 'metadata_startup_script'],
  google_compute_network: ['name', 'project', 'auto_create_subnetworks', 'description'],
  google_compute_subnetwork: ['name', 'network', 'region', 'project'],
  google_sql_database_instance: ['name', 'region', 'project', 'encryption_key_name'],
  google_storage_bucket: ['name', 'location', 'project', 'enable_object_retention'],
};

const familyDefaults: readonly [prefix: string, names: ReadonlySet<string>][] = [
  ['azurerm_', new Set(['name', 'resource_group_name', 'location'])],
  ['google_', new Set(['name', 'project', 'region', 'zone', 'location'])],
  ['aws_', new Set(['name_prefix'])],
];

const sets: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries(byType).map(([type, names]) => [type, new Set(names)]));
const none: ReadonlySet<string> = new Set();

/** Well-known cases, from the providers' documentation; for other types of Azure and GCP their names and places. */
export const wellKnownForceNew: ForceNew = (type) => sets.get(type) ?? familyDefaults.find(([prefix]) => type.startsWith(prefix))?.[1] ?? none;
