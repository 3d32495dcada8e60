import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { networkAccess } from './aws-network-access';
import { logGroup, serviceRole } from './aws-service-role';
import { dashed } from './cloud-name';
import { environmentOf } from './function-runtime';
import { expressionOf, jsonDocument, pick } from './property-expressions';

function containerDefinitions({ name, properties, region }: LoweringInput): string {
  return jsonDocument([
    {
      name: dashed(name),
      image: properties['image']!,
      essential: true,
      privileged: false,
      portMappings: [{ containerPort: properties['port']!, protocol: 'tcp' }],
      environment: Object.entries(environmentOf(properties)).map(([variable, value]) => ({ name: variable, value })),
      linuxParameters: { initProcessEnabled: true },
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': ref(`aws_cloudwatch_log_group.${name}.name`),
          'awslogs-region': region,
          'awslogs-stream-prefix': 'service',
        },
      },
    },
  ]);
}

export function onAws(input: LoweringInput): Lowered {
  const { name, properties } = input;
  const main = `aws_ecs_service.${name}`;
  const own = dashed(name);
  const access = networkAccess({ name, networkId: properties['network_id']!, port: properties['port']!, callsOut: true });
  const agent = serviceRole({
    name: `${name}_agent`,
    service: 'ecs-tasks.amazonaws.com',
    policies: ['service-role/AmazonECSTaskExecutionRolePolicy'],
  });
  const task = serviceRole({ name, service: 'ecs-tasks.amazonaws.com' });
  const scalable = {
    service_namespace: 'ecs',
    scalable_dimension: 'ecs:service:DesiredCount',
    resource_id: `service/${ref(`aws_ecs_cluster.${name}.name`)}/${ref(`${main}.name`)}`,
  };
  return {
    dataSources: access.dataSources,
    resources: [
      ...access.resources,
      ...agent.resources,
      ...task.resources,
      logGroup(name, `/lintel/${name}`),
      resource('aws_ecs_cluster', name, { name: own, setting: [{ name: 'containerInsights', value: 'enabled' }] }),
      resource('aws_ecs_task_definition', name, {
        family: own,
        requires_compatibilities: ['FARGATE'],
        network_mode: 'awsvpc',
        cpu: pick(properties['size']!, { small: '512', medium: '1024', large: '2048' }),
        memory: pick(properties['size']!, { small: '1024', medium: '2048', large: '4096' }),
        execution_role_arn: agent.arn,
        task_role_arn: task.arn,
        runtime_platform: [{ operating_system_family: 'LINUX', cpu_architecture: 'X86_64' }],
        container_definitions: containerDefinitions(input),
      }),
      resource('aws_service_discovery_private_dns_namespace', name, { name: `${own}.internal`, vpc: properties['network_id']! }),
      resource('aws_service_discovery_service', name, {
        name: 'service',
        dns_config: [
          {
            namespace_id: ref(`aws_service_discovery_private_dns_namespace.${name}.id`),
            routing_policy: 'MULTIVALUE',
            dns_records: [{ type: 'A', ttl: 10 }],
          },
        ],
      }),
      resource(
        'aws_ecs_service',
        name,
        {
          name: own,
          cluster: ref(`aws_ecs_cluster.${name}.arn`),
          task_definition: ref(`aws_ecs_task_definition.${name}.arn`),
          launch_type: 'FARGATE',
          platform_version: 'LATEST',
          desired_count: properties['min_instances']!,
          enable_execute_command: false,
          enable_ecs_managed_tags: true,
          propagate_tags: 'SERVICE',
          deployment_circuit_breaker: [{ enable: true, rollback: true }],
          network_configuration: [{ subnets: properties['subnet_ids']!, security_groups: [access.groupId], assign_public_ip: false }],
          service_registries: [{ registry_arn: ref(`aws_service_discovery_service.${name}.arn`) }],
        },
        { dependsOn: agent.attachments, lifecycle: { ignore_changes: ['desired_count'] } },
      ),
      resource('aws_appautoscaling_target', name, {
        ...scalable,
        min_capacity: properties['min_instances']!,
        max_capacity: properties['max_instances']!,
      }),
      resource(
        'aws_appautoscaling_policy',
        name,
        {
          ...scalable,
          name: own,
          policy_type: 'TargetTrackingScaling',
          target_tracking_scaling_policy_configuration: [
            { target_value: 60, predefined_metric_specification: [{ predefined_metric_type: 'ECSServiceAverageCPUUtilization' }] },
          ],
        },
        { dependsOn: [`aws_appautoscaling_target.${name}`] },
      ),
    ],
    outputs: {
      id: `${main}.id`,
      name: `${main}.name`,
      endpoint: `"http://service.${own}.internal:${ref(expressionOf(properties['port']!))}"`,
      identity: `aws_iam_role.${name}.arn`,
    },
  };
}
