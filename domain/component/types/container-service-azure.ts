import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { delegatedSubnet } from './azure-delegated-subnet';
import { resourceGroup } from './azure-resource-group';
import { logWorkspace, workloadIdentity } from './azure-workload';
import { zonesOf } from './azure-zones';
import { dashed } from './cloud-name';
import { environmentOf } from './function-runtime';
import { pick } from './property-expressions';

export function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const main = `azurerm_container_app.${name}`;
  const environment = `azurerm_container_app_environment.${name}`;
  const own = dashed(name, 32);
  const identity = workloadIdentity(name, group);
  const workspace = logWorkspace(group);
  const subnet = delegatedSubnet({ name, group, networkId: properties['network_id']!, service: 'Microsoft.App/environments' });
  const zone = ref(`azurerm_private_dns_zone.${name}.name`);
  const variables = Object.entries(environmentOf(properties)).map(([variable, value]) => ({ name: variable, value }));
  return {
    dataSources: subnet.dataSources,
    shared: [group.resource, workspace.resource],
    resources: [
      identity.resource,
      ...subnet.resources,
      resource('azurerm_container_app_environment', name, {
        name: own,
        location: group.location,
        resource_group_name: group.name,
        infrastructure_subnet_id: subnet.id,
        internal_load_balancer_enabled: true,
        public_network_access: 'Disabled',
        zone_redundancy_enabled: properties['highly_available'] === true && zonesOf(region) !== null,
        logs_destination: 'log-analytics',
        log_analytics_workspace_id: workspace.id,
        workload_profile: [{ name: 'Consumption', workload_profile_type: 'Consumption' }],
      }),
      resource('azurerm_container_app', name, {
        name: own,
        resource_group_name: group.name,
        container_app_environment_id: ref(`${environment}.id`),
        workload_profile_name: 'Consumption',
        revision_mode: 'Single',
        identity: [{ type: 'UserAssigned', identity_ids: [identity.id] }],
        ingress: [
          {
            external_enabled: true,
            allow_insecure_connections: false,
            target_port: properties['port']!,
            transport: 'auto',
            traffic_weight: [{ latest_revision: true, percentage: 100 }],
          },
        ],
        template: [
          {
            min_replicas: properties['min_instances']!,
            max_replicas: properties['max_instances']!,
            http_scale_rule: [{ name: 'requests', concurrent_requests: '50' }],
            container: [
              {
                name: own,
                image: properties['image']!,
                cpu: pick(properties['size']!, { small: 0.5, medium: 1, large: 2 }),
                memory: pick(properties['size']!, { small: '1Gi', medium: '2Gi', large: '4Gi' }),
                env: variables.length > 0 ? variables : null,
              },
            ].map(({ env, ...container }) => (env ? { ...container, env } : container)),
          },
        ],
      }),
      resource('azurerm_private_dns_zone', name, { name: ref(`${environment}.default_domain`), resource_group_name: group.name }),
      resource('azurerm_private_dns_zone_virtual_network_link', name, {
        name: own,
        resource_group_name: group.name,
        private_dns_zone_name: zone,
        virtual_network_id: properties['network_id']!,
        registration_enabled: false,
      }),
      resource('azurerm_private_dns_a_record', name, {
        name: '*',
        zone_name: zone,
        resource_group_name: group.name,
        ttl: 300,
        records: [ref(`${environment}.static_ip_address`)],
      }),
    ],
    outputs: {
      id: `${main}.id`,
      name: `${main}.name`,
      endpoint: `"https://${own}.${ref(`${environment}.default_domain`)}"`,
      identity: `azurerm_user_assigned_identity.${name}.principal_id`,
    },
  };
}
