import type { JsonObject } from '../json';

/** Type and attributes of resources that between them break every rule of the library. */
export const brokenResources: { type: string; values: JsonObject }[] = [
  { type: 'aws_security_group', values: { ingress: [{ from_port: 0, to_port: 0, protocol: '-1', cidr_blocks: ['0.0.0.0/0'] }] } },
  { type: 'aws_db_instance', values: { publicly_accessible: true } },
  { type: 'aws_ebs_volume', values: { size: 10 } },
  { type: 'aws_efs_file_system', values: {} },
  { type: 'aws_instance', values: { metadata_options: [{ http_tokens: 'optional' }] } },
  { type: 'aws_s3_bucket', values: { bucket: 'open' } },
  { type: 'aws_iam_policy', values: { policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }) } },
  {
    type: 'azurerm_network_security_rule',
    values: { access: 'Allow', direction: 'Inbound', protocol: '*', destination_port_range: '*', source_address_prefix: '*' },
  },
  {
    type: 'azurerm_storage_account',
    values: { https_traffic_only_enabled: false, min_tls_version: 'TLS1_0', allow_nested_items_to_be_public: true },
  },
  { type: 'azurerm_mssql_server', values: { public_network_access_enabled: true } },
  { type: 'google_compute_firewall', values: { source_ranges: ['0.0.0.0/0'], allow: [{ protocol: 'all' }] } },
  { type: 'google_storage_bucket_iam_member', values: { member: 'allUsers' } },
  {
    type: 'google_sql_database_instance',
    values: { settings: [{ ip_configuration: [{ authorized_networks: [{ value: '0.0.0.0/0' }] }] }] },
  },
  { type: 'google_bigquery_dataset', values: { access: [{ role: 'READER', special_group: 'allAuthenticatedUsers' }] } },
  { type: 'google_compute_instance', values: { network_interface: [{ access_config: [{}] }] } },
];
