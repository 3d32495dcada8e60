import type { FreeFamily } from './free-family';

/** Types of Azure that no request, hour or GB is charged for by themselves. */
export const azureFreeTypes: readonly FreeFamily[] = [
  // Azure: access and organisation
  ['azurerm_resource', 'group group_policy_assignment policy_assignment policy_exemption policy_remediation provider_registration'],
  ['azurerm_role', 'assignment definition management_policy'],
  ['azurerm_policy', 'definition set_definition virtual_machine_configuration_assignment'],
  ['azurerm_management_group', ' policy_assignment policy_exemption policy_remediation subscription_association template_deployment'],
  ['azurerm_management_lock', ''],
  ['azurerm_subscription', ' policy_assignment policy_exemption policy_remediation template_deployment'],
  ['azurerm_user_assigned_identity', ''],
  ['azurerm_consumption_budget', 'management_group resource_group subscription'],
  ['azurerm_resource_group_template_deployment', ''],
  ['azurerm_key_vault', ' access_policy certificate_contacts certificate_issuer'],
  ['azurerm_marketplace_agreement', ''],
  // Azure: network
  ['azurerm_virtual_network', ' dns_servers'],
  ['azurerm_subnet', ' nat_gateway_association network_security_group_association route_table_association service_endpoint_storage_policy'],
  ['azurerm_network_security', 'group rule'],
  [
    'azurerm_network_interface',
    ' application_gateway_backend_address_pool_association application_security_group_association backend_address_pool_association nat_rule_association security_group_association',
  ],
  ['azurerm_application_security_group', ''],
  ['azurerm_route', ' table filter map server_bgp_connection'],
  ['azurerm_network', 'profile packet_capture'],
  ['azurerm_local_network_gateway', ''],
  ['azurerm_lb', 'backend_address_pool backend_address_pool_address nat_pool nat_rule probe'],
  ['azurerm_nat_gateway', 'public_ip_association public_ip_prefix_association'],
  ['azurerm_private_dns_zone_virtual_network_link', ''],
  ['azurerm_private_dns_resolver', ' dns_forwarding_ruleset forwarding_rule virtual_network_link'],
  ['azurerm_ip_group', ''],
  ['azurerm_firewall', 'application_rule_collection nat_rule_collection network_rule_collection policy_rule_collection_group'],
  ['azurerm_web_application_firewall_policy', ''],
  ['azurerm_virtual_hub', 'bgp_connection ip route_table route_table_route'],
  ['azurerm_virtual_wan', ''],
  // Azure: compute, data, monitoring
  ['azurerm_availability_set', ''],
  ['azurerm_proximity_placement_group', ''],
  ['azurerm_capacity_reservation_group', ''],
  ['azurerm_virtual_machine', 'data_disk_attachment extension'],
  ['azurerm_virtual_machine_scale_set_extension', ''],
  ['azurerm_ssh_public_key', ''],
  ['azurerm_disk', 'access encryption_set'],
  ['azurerm_shared_image_gallery', ''],
  [
    'azurerm_storage',
    'account_customer_managed_key account_network_rules account_queue_properties account_static_website container container_immutability_policy data_lake_gen2_filesystem data_lake_gen2_path encryption_scope management_policy table_entity',
  ],
  ['azurerm_app_service', 'active_slot source_control source_control_slot source_control_token virtual_network_swift_connection'],
  [
    'azurerm_api_management',
    'api api_diagnostic api_operation api_operation_policy api_policy api_schema api_version_set backend certificate custom_domain diagnostic group identity_provider_aad logger named_value policy product product_api product_group product_policy property subscription user',
  ],
  ['azurerm_container_registry', 'scope_map token webhook'],
  ['azurerm_cosmosdb', 'sql_function sql_role_assignment sql_role_definition sql_stored_procedure sql_trigger notebook_workspace'],
  ['azurerm_eventhub', ' authorization_rule consumer_group namespace_authorization_rule namespace_disaster_recovery_config'],
  [
    'azurerm_servicebus',
    'namespace_authorization_rule namespace_network_rule_set queue queue_authorization_rule subscription subscription_rule topic topic_authorization_rule',
  ],
  [
    'azurerm_mssql',
    'database_extended_auditing_policy firewall_rule outbound_firewall_rule server server_dns_alias server_security_alert_policy server_transparent_data_encryption server_vulnerability_assessment virtual_network_rule',
  ],
  ['azurerm_sql', 'active_directory_administrator firewall_rule server virtual_network_rule'],
  [
    'azurerm_mysql',
    'active_directory_administrator configuration database firewall_rule flexible_database flexible_server_configuration flexible_server_firewall_rule virtual_network_rule',
  ],
  [
    'azurerm_postgresql',
    'active_directory_administrator configuration database firewall_rule flexible_server_configuration flexible_server_database flexible_server_firewall_rule virtual_network_rule',
  ],
  ['azurerm_mariadb', 'configuration database firewall_rule virtual_network_rule'],
  ['azurerm_redis', 'firewall_rule linked_server'],
  [
    'azurerm_monitor',
    'aad_diagnostic_setting autoscale_setting diagnostic_setting private_link_scope private_link_scoped_service data_collection_endpoint data_collection_rule_association',
  ],
  [
    'azurerm_log_analytics',
    'datasource_windows_event datasource_windows_performance_counter linked_service linked_storage_account saved_search',
  ],
  [
    'azurerm_automation',
    'connection credential module runbook schedule variable_bool variable_datetime variable_int variable_string webhook',
  ],
  ['azurerm_backup', 'container_storage_account policy_file_share policy_vm'],
  ['azurerm_notification_hub', ' authorization_rule'],
  ['azurerm_security_center', 'assessment assessment_policy auto_provisioning automation contact setting workspace'],
  [
    'azurerm_logic_app',
    'action_custom action_http trigger_custom trigger_http_request trigger_recurrence integration_account_certificate integration_account_map integration_account_schema',
  ],
];
