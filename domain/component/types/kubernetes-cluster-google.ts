import type { ResourceSpec } from '../../blueprint/content';
import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { dashed } from './cloud-name';
import { serviceAccount } from './google-service-account';
import { expressionOf, pick } from './property-expressions';

const components = ['SYSTEM_COMPONENTS', 'APISERVER', 'CONTROLLER_MANAGER', 'SCHEDULER'];

function nodePool({ name, properties, region }: LoweringInput, email: string): ResourceSpec {
  return resource('google_container_node_pool', name, {
    name: dashed(name, 40),
    cluster: ref(`google_container_cluster.${name}.id`),
    location: region,
    initial_node_count: 1,
    autoscaling: [
      { total_min_node_count: properties['min_nodes']!, total_max_node_count: properties['max_nodes']!, location_policy: 'BALANCED' },
    ],
    management: [{ auto_repair: true, auto_upgrade: true }],
    upgrade_settings: [{ max_surge: 1, max_unavailable: 0 }],
    node_config: [
      {
        machine_type: pick(properties['node_size']!, { small: 'e2-standard-2', medium: 'e2-standard-4', large: 'e2-standard-8' }),
        disk_size_gb: 50,
        disk_type: 'pd-balanced',
        image_type: 'COS_CONTAINERD',
        service_account: email,
        oauth_scopes: ['https://www.googleapis.com/auth/cloud-platform'],
        metadata: { 'disable-legacy-endpoints': 'true' },
        shielded_instance_config: [{ enable_secure_boot: true, enable_integrity_monitoring: true }],
        workload_metadata_config: [{ mode: 'GKE_METADATA' }],
        kubelet_config: [{ insecure_kubelet_readonly_port_enabled: 'FALSE' }],
      },
    ],
  });
}

export function onGoogle(input: LoweringInput): Lowered {
  const { name, properties, region } = input;
  const main = `google_container_cluster.${name}`;
  const account = serviceAccount(`${name}_node`, name, 'node', [
    'roles/container.defaultNodeServiceAccount',
    'roles/artifactregistry.reader',
  ]);
  const grants = account.resources.slice(1).map((one) => `${one.type}.${one.name}`);
  return {
    resources: [
      ...account.resources,
      resource(
        'google_container_cluster',
        name,
        {
          name: dashed(name, 40),
          location: region,
          min_master_version: properties['version'] ?? null,
          deletion_protection: properties['deletion_protection']!,
          network: properties['network_id']!,
          subnetwork: ref(`element(${expressionOf(properties['subnet_ids']!)}, 0)`),
          networking_mode: 'VPC_NATIVE',
          ip_allocation_policy: [{ stack_type: 'IPV4' }],
          datapath_provider: 'ADVANCED_DATAPATH',
          enable_intranode_visibility: true,
          remove_default_node_pool: true,
          initial_node_count: 1,
          node_config: [
            {
              service_account: account.email,
              shielded_instance_config: [{ enable_secure_boot: true, enable_integrity_monitoring: true }],
              workload_metadata_config: [{ mode: 'GKE_METADATA' }],
            },
          ],
          enable_shielded_nodes: true,
          enable_legacy_abac: false,
          master_auth: [{ client_certificate_config: [{ issue_client_certificate: false }] }],
          private_cluster_config: [{ enable_private_nodes: true, enable_private_endpoint: true }],
          master_authorized_networks_config: [{ gcp_public_cidrs_access_enabled: false }],
          workload_identity_config: [{ workload_pool: `${ref(`${account.address}.project`)}.svc.id.goog` }],
          release_channel: [{ channel: 'REGULAR' }],
          binary_authorization: [{ evaluation_mode: 'PROJECT_SINGLETON_POLICY_ENFORCE' }],
          security_posture_config: [{ mode: 'BASIC', vulnerability_mode: 'VULNERABILITY_DISABLED' }],
          logging_config: [{ enable_components: [...components, 'WORKLOADS'] }],
          monitoring_config: [{ enable_components: components }],
        },
        { dependsOn: grants, lifecycle: { ignore_changes: ['node_config', 'initial_node_count'] } },
      ),
      nodePool(input, account.email),
    ],
    outputs: {
      id: `${main}.id`,
      name: `${main}.name`,
      endpoint: `${main}.endpoint`,
      node_identity: `${account.address}.member`,
    },
  };
}
