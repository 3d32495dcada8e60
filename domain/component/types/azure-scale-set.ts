import type { ResourceSpec } from '../../blueprint/content';
import type { Json, JsonObject } from '../../json';
import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { azureMachine, azureSize, entraLogin } from './azure-machine';
import { resourceGroup } from './azure-resource-group';
import { zonesOf } from './azure-zones';
import { dashed } from './cloud-name';
import { expressionOf } from './property-expressions';

const frontend = 'inside';

/** A load balancer inside the network: application gateways reach the machines through it and it tells which are healthy. */
function insideBalancer(name: string, { port, health_path: path }: JsonObject, subnet: string, place: JsonObject): ResourceSpec[] {
  const balancer = ref(`azurerm_lb.${name}.id`);
  return [
    resource('azurerm_lb', name, {
      name: dashed(name, 80),
      ...place,
      sku: 'Standard',
      frontend_ip_configuration: [{ name: frontend, subnet_id: subnet, private_ip_address_allocation: 'Dynamic' }],
    }),
    resource('azurerm_lb_backend_address_pool', name, { name: 'machines', loadbalancer_id: balancer }),
    resource('azurerm_lb_probe', name, {
      name: 'health',
      loadbalancer_id: balancer,
      protocol: 'Http',
      port: port!,
      request_path: path!,
      interval_in_seconds: 15,
      number_of_probes: 2,
    }),
    resource('azurerm_lb_rule', name, {
      name: 'serve',
      loadbalancer_id: balancer,
      frontend_ip_configuration_name: frontend,
      protocol: 'Tcp',
      frontend_port: port!,
      backend_port: port!,
      backend_address_pool_ids: [ref(`azurerm_lb_backend_address_pool.${name}.id`)],
      probe_id: ref(`azurerm_lb_probe.${name}.id`),
    }),
  ];
}

function cpuRule(name: string, direction: 'Increase' | 'Decrease', threshold: Json): JsonObject {
  return {
    metric_trigger: [
      {
        metric_name: 'Percentage CPU',
        metric_resource_id: ref(`azurerm_linux_virtual_machine_scale_set.${name}.id`),
        operator: direction === 'Increase' ? 'GreaterThan' : 'LessThan',
        statistic: 'Average',
        threshold,
        time_aggregation: 'Average',
        time_grain: 'PT1M',
        time_window: 'PT5M',
      },
    ],
    scale_action: [{ direction, type: 'ChangeCount', value: 1, cooldown: 'PT5M' }],
  };
}

function autoscaling(name: string, properties: JsonObject, place: JsonObject): ResourceSpec {
  const target = expressionOf(properties['target_cpu_percent']!);
  return resource('azurerm_monitor_autoscale_setting', name, {
    name: dashed(name, 80),
    ...place,
    target_resource_id: ref(`azurerm_linux_virtual_machine_scale_set.${name}.id`),
    profile: [
      {
        name: 'cpu',
        capacity: [{ default: properties['min_count']!, minimum: properties['min_count']!, maximum: properties['max_count']! }],
        // Far enough below the upper mark that taking a machine away does not bring it back.
        rule: [cpuRule(name, 'Increase', properties['target_cpu_percent']!), cpuRule(name, 'Decrease', ref(`floor((${target}) / 2)`))],
      },
    ],
  });
}

/** When there is a probe, a new model is rolled out batch by batch and sick machines are replaced. */
const healthDriven = (name: string): JsonObject => ({
  upgrade_mode: 'Rolling',
  health_probe_id: ref(`azurerm_lb_probe.${name}.id`),
  automatic_instance_repair: [{ enabled: true, grace_period: 'PT30M' }],
  rolling_upgrade_policy: [
    {
      max_batch_instance_percent: 20,
      max_unhealthy_instance_percent: 20,
      max_unhealthy_upgraded_instance_percent: 20,
      pause_time_between_batches: 'PT30S',
    },
  ],
});

/** A group of machines on Azure. */
export function scaleSet({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const place = { location: group.location, resource_group_name: group.name };
  const subnet = ref(`element(${expressionOf(properties['subnet_ids']!)}, 0)`);
  const set = `azurerm_linux_virtual_machine_scale_set.${name}`;
  const serves = properties['port'] !== null;
  const pool: JsonObject = serves ? { load_balancer_backend_address_pool_ids: [ref(`azurerm_lb_backend_address_pool.${name}.id`)] } : {};
  return {
    shared: [group.resource],
    resources: [
      ...(serves ? insideBalancer(name, properties, subnet, place) : []),
      resource(
        'azurerm_linux_virtual_machine_scale_set',
        name,
        {
          name: dashed(name, 64),
          computer_name_prefix: dashed(name, 50),
          ...place,
          sku: azureSize(properties),
          instances: properties['min_count']!,
          zones: zonesOf(region),
          overprovision: false,
          network_interface: [
            {
              name: 'private',
              primary: true,
              network_security_group_id: properties['firewall_id']!,
              ip_configuration: [{ name: 'private', primary: true, subnet_id: subnet, ...pool }],
            },
          ],
          extension: [entraLogin],
          ...azureMachine(properties),
          ...(serves ? healthDriven(name) : { upgrade_mode: 'Automatic' }),
        },
        // The number of machines is the autoscaling's affair; a probe counts only once a rule uses it.
        { lifecycle: { ignore_changes: ['instances'] }, dependsOn: serves ? [`azurerm_lb_rule.${name}`] : [] },
      ),
      autoscaling(name, properties, place),
    ],
    outputs: {
      id: `${set}.id`,
      name: `${set}.name`,
      target: serves ? `azurerm_lb.${name}.private_ip_address` : '""',
      identity: `${set}.identity[0].principal_id`,
    },
  };
}
