import type { ResourceSpec } from '../../blueprint/content';
import { ref, resource, type Lowered, type LoweringInput } from '../component-type';
import { awsAccount, keyPolicy } from './aws-customer-key';
import { logGroup, serviceRole } from './aws-service-role';
import { dashed } from './cloud-name';
import { pick } from './property-expressions';

/** Nodes with encrypted disks and a metadata service that pods do not reach. */
function nodes({ name, properties }: LoweringInput, role: ReturnType<typeof serviceRole>): ResourceSpec[] {
  const template = `aws_launch_template.${name}`;
  return [
    ...role.resources,
    resource('aws_launch_template', name, {
      name_prefix: `${dashed(name)}-`,
      update_default_version: true,
      metadata_options: [{ http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 }],
      block_device_mappings: [
        { device_name: '/dev/xvda', ebs: [{ volume_size: 50, volume_type: 'gp3', encrypted: 'true', delete_on_termination: 'true' }] },
      ],
      monitoring: [{ enabled: true }],
      tag_specifications: [{ resource_type: 'instance', tags: { Name: `${name}-node` } }],
    }),
    resource(
      'aws_eks_node_group',
      name,
      {
        cluster_name: ref(`aws_eks_cluster.${name}.name`),
        node_group_name_prefix: `${dashed(name, 30)}-`,
        node_role_arn: role.arn,
        subnet_ids: properties['subnet_ids']!,
        ami_type: 'AL2023_x86_64_STANDARD',
        instance_types: [pick(properties['node_size']!, { small: 'm6i.large', medium: 'm6i.xlarge', large: 'm6i.2xlarge' })],
        launch_template: [{ id: ref(`${template}.id`), version: ref(`${template}.latest_version`) }],
        scaling_config: [
          { min_size: properties['min_nodes']!, max_size: properties['max_nodes']!, desired_size: properties['min_nodes']! },
        ],
        update_config: [{ max_unavailable: 1 }],
        node_repair_config: [{ enabled: true }],
      },
      { dependsOn: role.attachments, lifecycle: { ignore_changes: ['scaling_config[0].desired_size'], create_before_destroy: true } },
    ),
  ];
}

export function onAws(input: LoweringInput): Lowered {
  const { name, properties, region } = input;
  const main = `aws_eks_cluster.${name}`;
  const own = dashed(name);
  const control = serviceRole({ name, service: 'eks.amazonaws.com', policies: ['AmazonEKSClusterPolicy'] });
  const node = serviceRole({
    name: `${name}_node`,
    service: 'ec2.amazonaws.com',
    policies: ['AmazonEKSWorkerNodePolicy', 'AmazonEKS_CNI_Policy', 'AmazonEC2ContainerRegistryPullOnly', 'AmazonSSMManagedInstanceCore'],
  });
  return {
    dataSources: [awsAccount],
    resources: [
      ...control.resources,
      resource('aws_kms_key', name, {
        description: `Secrets of the cluster ${own}`,
        enable_key_rotation: true,
        deletion_window_in_days: 30,
        policy: keyPolicy(region),
      }),
      logGroup(name, `/aws/eks/${own}/cluster`),
      resource(
        'aws_eks_cluster',
        name,
        {
          name: own,
          version: properties['version'] ?? null,
          role_arn: control.arn,
          deletion_protection: properties['deletion_protection']!,
          enabled_cluster_log_types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
          vpc_config: [{ subnet_ids: properties['subnet_ids']!, endpoint_private_access: true, endpoint_public_access: false }],
          encryption_config: [{ resources: ['secrets'], provider: [{ key_arn: ref(`aws_kms_key.${name}.arn`) }] }],
          access_config: [{ authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: true }],
        },
        { dependsOn: [...control.attachments, `aws_cloudwatch_log_group.${name}`] },
      ),
      ...nodes(input, node),
      resource('aws_eks_addon', name, { cluster_name: ref(`${main}.name`), addon_name: 'eks-pod-identity-agent' }),
    ],
    outputs: { id: `${main}.arn`, name: `${main}.name`, endpoint: `${main}.endpoint`, node_identity: `aws_iam_role.${name}_node.arn` },
  };
}
