import type { ResourceSpec } from '../../blueprint/content';
import type { JsonObject } from '../../json';
import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { dashed } from './cloud-name';
import { googleMachine, machineAccount } from './google-machine';
import { machineImage, machineTypes } from './machine';
import { expressionOf, pick } from './property-expressions';

/** Where the load balancers and health checks of Google Cloud come from. */
const googleFrontends = ['130.211.0.0/22', '35.191.0.0/16'];

/** How the health of the machines is asked for, and the way in for those who ask and for load balancers. */
function healthCheck(name: string, { port, health_path: path, network_id: network, firewall_id: tag }: JsonObject): ResourceSpec[] {
  return [
    resource('google_compute_health_check', name, {
      name: dashed(name),
      check_interval_sec: 15,
      timeout_sec: 5,
      http_health_check: [{ port: port!, request_path: path! }],
      log_config: [{ enable: true }],
    }),
    resource('google_compute_firewall', `${name}_frontends`, {
      name: dashed(`${name}-frontends`),
      network: network!,
      direction: 'INGRESS',
      allow: [{ protocol: 'tcp', ports: [typeof port === 'number' ? String(port) : port!] }],
      source_ranges: googleFrontends,
      target_tags: [tag!],
      log_config: [{ metadata: 'INCLUDE_ALL_METADATA' }],
    }),
  ];
}

function template(name: string, properties: JsonObject, region: string, account: string): ResourceSpec {
  return resource(
    'google_compute_instance_template',
    name,
    {
      name_prefix: `${dashed(name, 36)}-`,
      region,
      machine_type: pick(properties['size']!, machineTypes('google')),
      disk: [
        {
          source_image: machineImage(properties).google,
          boot: true,
          auto_delete: true,
          disk_size_gb: properties['disk_gb']!,
          disk_type: 'pd-balanced',
        },
      ],
      network_interface: [{ subnetwork: ref(`element(${expressionOf(properties['subnet_ids']!)}, 0)`) }],
      ...googleMachine(properties, account),
    },
    { lifecycle: { create_before_destroy: true } },
  );
}

/** A group of machines on Google Cloud, spread over the zones of the region. */
export function managedGroup({ name, properties, region }: LoweringInput): Lowered {
  const group = `google_compute_region_instance_group_manager.${name}`;
  const account = machineAccount(name);
  const serves = properties['port'] !== null;
  const health: JsonObject = {
    named_port: [{ name: 'http', port: properties['port']! }],
    auto_healing_policies: [{ health_check: ref(`google_compute_health_check.${name}.id`), initial_delay_sec: 300 }],
  };
  return {
    resources: [
      ...account.resources,
      ...(serves ? healthCheck(name, properties) : []),
      template(name, properties, region, account.email),
      resource('google_compute_region_instance_group_manager', name, {
        name: dashed(name),
        base_instance_name: dashed(name, 50),
        region,
        version: [{ instance_template: ref(`google_compute_instance_template.${name}.self_link_unique`) }],
        // A regional group takes as many at once as it has zones.
        update_policy: [{ type: 'PROACTIVE', minimal_action: 'REPLACE', max_surge_fixed: 3, max_unavailable_fixed: 0 }],
        ...(serves ? health : {}),
      }),
      resource('google_compute_region_autoscaler', name, {
        name: dashed(name),
        region,
        target: ref(`${group}.id`),
        autoscaling_policy: [
          {
            min_replicas: properties['min_count']!,
            max_replicas: properties['max_count']!,
            cooldown_period: 120,
            cpu_utilization: [{ target: ref(`(${expressionOf(properties['target_cpu_percent']!)}) / 100`) }],
          },
        ],
      }),
    ],
    outputs: {
      id: `${group}.id`,
      name: `${group}.name`,
      target: `${group}.instance_group`,
      identity: `${account.address}.member`,
    },
  };
}
