import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { azureClient } from './azure-names';
import { resourceGroup } from './azure-resource-group';
import { logWorkspace, workloadIdentity } from './azure-workload';
import { zonesOf } from './azure-zones';
import { dashed } from './cloud-name';
import { expressionOf, pick } from './property-expressions';

export function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const main = `azurerm_kubernetes_cluster.${name}`;
  const own = dashed(name, 54);
  const identity = workloadIdentity(name, group);
  const workspace = logWorkspace(group);
  const subnet = ref(`element(${expressionOf(properties['subnet_ids']!)}, 0)`);
  return {
    dataSources: [azureClient],
    shared: [group.resource, workspace.resource],
    resources: [
      identity.resource,
      resource('azurerm_role_assignment', name, {
        scope: subnet,
        role_definition_name: 'Network Contributor',
        principal_id: identity.principalId,
        principal_type: 'ServicePrincipal',
      }),
      resource(
        'azurerm_kubernetes_cluster',
        name,
        {
          name: own,
          location: group.location,
          resource_group_name: group.name,
          dns_prefix: own,
          kubernetes_version: properties['version'] ?? null,
          sku_tier: 'Standard',
          private_cluster_enabled: true,
          private_cluster_public_fqdn_enabled: false,
          private_dns_zone_id: 'System',
          local_account_disabled: true,
          role_based_access_control_enabled: true,
          azure_active_directory_role_based_access_control: [
            { azure_rbac_enabled: true, tenant_id: ref('data.azurerm_client_config.current.tenant_id') },
          ],
          azure_policy_enabled: true,
          oidc_issuer_enabled: true,
          workload_identity_enabled: true,
          run_command_enabled: false,
          image_cleaner_enabled: true,
          image_cleaner_interval_hours: 48,
          automatic_upgrade_channel: 'patch',
          node_os_upgrade_channel: 'NodeImage',
          identity: [{ type: 'UserAssigned', identity_ids: [identity.id] }],
          default_node_pool: [
            {
              name: 'nodes',
              temporary_name_for_rotation: 'rotation',
              vm_size: pick(properties['node_size']!, { small: 'Standard_D2s_v5', medium: 'Standard_D4s_v5', large: 'Standard_D8s_v5' }),
              vnet_subnet_id: subnet,
              auto_scaling_enabled: true,
              min_count: properties['min_nodes']!,
              max_count: properties['max_nodes']!,
              os_disk_size_gb: 50,
              upgrade_settings: [{ max_surge: '10%' }],
              ...(zonesOf(region) ? { zones: zonesOf(region)! } : {}),
            },
          ],
          // The ranges of pods and services stay clear of the usual ones of networks.
          network_profile: [
            {
              network_plugin: 'azure',
              network_plugin_mode: 'overlay',
              network_data_plane: 'cilium',
              network_policy: 'cilium',
              load_balancer_sku: 'standard',
              pod_cidr: '192.168.0.0/16',
              service_cidr: '172.20.0.0/16',
              dns_service_ip: '172.20.0.10',
            },
          ],
          oms_agent: [{ log_analytics_workspace_id: workspace.id, msi_auth_for_monitoring_enabled: true }],
          key_vault_secrets_provider: [{ secret_rotation_enabled: true }],
        },
        { dependsOn: [`azurerm_role_assignment.${name}`] },
      ),
      resource('azurerm_monitor_diagnostic_setting', name, {
        name: 'control-plane',
        target_resource_id: ref(`${main}.id`),
        log_analytics_workspace_id: workspace.id,
        log_analytics_destination_type: 'Dedicated',
        enabled_log: ['kube-apiserver', 'kube-audit-admin', 'kube-controller-manager', 'kube-scheduler', 'guard'].map((category) => ({
          category,
        })),
      }),
    ],
    outputs: {
      id: `${main}.id`,
      name: `${main}.name`,
      endpoint: `${main}.private_fqdn`,
      node_identity: `one(${main}.kubelet_identity[*].object_id)`,
    },
  };
}
