import type { Json, JsonObject } from '../../json';
import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { machineRole, sessionMetadata } from './aws-machine';
import { scaleSet } from './azure-scale-set';
import { encodedScript } from './azure-machine';
import { dashed } from './cloud-name';
import { managedGroup } from './google-instance-group';
import { machineImage, machineProperties, machineTypes } from './machine';
import { pick } from './property-expressions';
import { networkProperty } from './shared-properties';

function onAws({ name, properties }: LoweringInput): Lowered {
  const prefix = `${dashed(name, 200)}-`;
  const group = `aws_autoscaling_group.${name}`;
  return {
    resources: [
      ...machineRole(name),
      resource('aws_launch_template', name, {
        name_prefix: `${dashed(name, 90)}-`,
        update_default_version: true,
        // Resolved when a machine starts: new machines have the newest image.
        image_id: `resolve:ssm:${machineImage(properties).awsParameter}`,
        instance_type: pick(properties['size']!, machineTypes('aws')),
        user_data: encodedScript(properties),
        ebs_optimized: 'true',
        iam_instance_profile: [{ arn: ref(`aws_iam_instance_profile.${name}.arn`) }],
        metadata_options: [sessionMetadata],
        monitoring: [{ enabled: true }],
        network_interfaces: [
          {
            device_index: 0,
            associate_public_ip_address: 'false',
            delete_on_termination: 'true',
            security_groups: [properties['firewall_id']!],
          },
        ],
        block_device_mappings: [{ device_name: '/dev/sda1', ebs: [systemDisk(properties['disk_gb']!)] }],
        tag_specifications: [
          { resource_type: 'instance', tags: { Name: name } },
          { resource_type: 'volume', tags: { Name: name } },
        ],
      }),
      resource('aws_autoscaling_group', name, {
        name_prefix: prefix,
        min_size: properties['min_count']!,
        max_size: properties['max_count']!,
        vpc_zone_identifier: properties['subnet_ids']!,
        // Until a load balancer is attached only the machine's own health counts.
        health_check_type: 'ELB',
        health_check_grace_period: 300,
        launch_template: [{ id: ref(`aws_launch_template.${name}.id`), version: ref(`aws_launch_template.${name}.latest_version`) }],
        instance_refresh: [{ strategy: 'Rolling', preferences: [{ min_healthy_percentage: 100, max_healthy_percentage: 150 }] }],
        tag: [{ key: 'Name', value: name, propagate_at_launch: true }],
      }),
      resource('aws_autoscaling_policy', name, {
        name: 'cpu',
        autoscaling_group_name: ref(`${group}.name`),
        policy_type: 'TargetTrackingScaling',
        target_tracking_configuration: [
          {
            target_value: properties['target_cpu_percent']!,
            predefined_metric_specification: [{ predefined_metric_type: 'ASGAverageCPUUtilization' }],
          },
        ],
      }),
    ],
    outputs: { id: `${group}.arn`, name: `${group}.name`, target: `${group}.name`, identity: `aws_iam_role.${name}.arn` },
  };
}

const systemDisk = (size: Json): JsonObject => ({
  encrypted: 'true',
  volume_type: 'gp3',
  volume_size: size,
  delete_on_termination: 'true',
});

export const vmGroup: ComponentType = {
  name: 'vm-group',
  title: 'Group of virtual machines',
  description:
    'Equal Linux machines across zones, as many as their load needs; a sick one is replaced. They have private addresses only and an identity of their own. On Azure the subscription needs the feature EncryptionAtHost.',
  properties: {
    type: 'object',
    description: 'Properties of a group of machines.',
    required: ['network_id', 'subnet_ids', 'firewall_id'],
    properties: {
      network_id: networkProperty,
      subnet_ids: {
        type: 'array',
        description:
          'Ids of subnets of the network, e.g. ${component.net.private_subnet_ids}. Azure and Google Cloud use the first one, which spans all zones.',
        minItems: 1,
        items: { type: 'string', description: 'Id of a subnet.' },
      },
      ...machineProperties,
      min_count: { type: 'integer', description: 'The fewest machines.', default: 2, minimum: 0, maximum: 1000 },
      max_count: { type: 'integer', description: 'The most machines.', default: 6, minimum: 1, maximum: 1000 },
      target_cpu_percent: {
        type: 'integer',
        description: 'Machines are added above this average load of their processors and taken away well below it.',
        default: 60,
        minimum: 20,
        maximum: 90,
      },
      port: {
        type: 'integer',
        literal: true,
        description:
          'The port that the machines serve HTTP on, for a load balancer; a machine whose health_path does not answer 200 there is replaced. Left out for machines that serve nobody.',
        minimum: 1,
        maximum: 65535,
      },
      health_path: { type: 'string', description: 'The path that tells whether a machine is healthy.', default: '/', pattern: '^/' },
    },
  },
  outputs: {
    id: 'Id of the group.',
    name: 'Its name.',
    target: 'What a load balancer is given as its target; on Azure only with a port.',
    identity: 'Who the machines act as: ARN of a role on AWS, id of a principal on Azure, member of IAM policies on Google Cloud.',
  },
  lower: { AWS: onAws, AZURE: scaleSet, GCP: managedGroup },
};
