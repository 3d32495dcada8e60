import type { Json, JsonObject } from '../../json';
import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { machineRole, sessionMetadata } from './aws-machine';
import { azureMachine, azureSize, encodedScript, entraLogin } from './azure-machine';
import { resourceGroup } from './azure-resource-group';
import { zonesOf } from './azure-zones';
import { dashed } from './cloud-name';
import { googleMachine, machineAccount } from './google-machine';
import { zoneOf } from './google-zones';
import { machineImage, machineProperties, machineTypes } from './machine';
import { pick } from './property-expressions';

const volumesOf = ({ volume_ids: ids }: JsonObject): Json[] => ids as Json[];
const zoneIndex = ({ zone }: JsonObject): number => Number(zone) - 1;

function onAws({ name, properties }: LoweringInput): Lowered {
  const image = `${name}_image`;
  return {
    dataSources: [resource('aws_ssm_parameter', image, { name: machineImage(properties).awsParameter })],
    resources: [
      ...machineRole(name),
      resource(
        'aws_instance',
        name,
        {
          ami: ref(`data.aws_ssm_parameter.${image}.insecure_value`),
          instance_type: pick(properties['size']!, machineTypes('aws')),
          subnet_id: properties['subnet_id']!,
          vpc_security_group_ids: [properties['firewall_id']!],
          associate_public_ip_address: false,
          iam_instance_profile: ref(`aws_iam_instance_profile.${name}.name`),
          user_data_base64: encodedScript(properties),
          monitoring: true,
          ebs_optimized: true,
          metadata_options: [sessionMetadata],
          root_block_device: [{ encrypted: true, volume_type: 'gp3', volume_size: properties['disk_gb']! }],
          tags: { Name: name },
        },
        // A newer image is for new machines: it must not replace one that has data on it.
        { lifecycle: { ignore_changes: ['ami'] } },
      ),
      ...volumesOf(properties).map((volume, index) =>
        resource('aws_volume_attachment', `${name}_${index + 1}`, {
          instance_id: ref(`aws_instance.${name}.id`),
          volume_id: volume,
          device_name: `/dev/sd${'fghijklmnop'[index]}`,
          stop_instance_before_detaching: true,
        }),
      ),
    ],
    outputs: {
      id: `aws_instance.${name}.id`,
      name: `aws_instance.${name}.tags["Name"]`,
      private_ip: `aws_instance.${name}.private_ip`,
      identity: `aws_iam_role.${name}.arn`,
    },
  };
}

function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const place = { location: group.location, resource_group_name: group.name };
  const machine = `azurerm_linux_virtual_machine.${name}`;
  const card = ref(`azurerm_network_interface.${name}.id`);
  return {
    shared: [group.resource],
    resources: [
      resource('azurerm_network_interface', name, {
        name: dashed(name, 64),
        ...place,
        ip_configuration: [{ name: 'private', subnet_id: properties['subnet_id']!, private_ip_address_allocation: 'Dynamic' }],
      }),
      resource('azurerm_network_interface_security_group_association', name, {
        network_interface_id: card,
        network_security_group_id: properties['firewall_id']!,
      }),
      resource(
        'azurerm_linux_virtual_machine',
        name,
        {
          name: dashed(name, 64),
          ...place,
          size: azureSize(properties),
          zone: zonesOf(region)?.[zoneIndex(properties)] ?? null,
          network_interface_ids: [card],
          patch_mode: 'AutomaticByPlatform',
          patch_assessment_mode: 'AutomaticByPlatform',
          ...azureMachine(properties),
        },
        // The firewall stands before the machine starts.
        { dependsOn: [`azurerm_network_interface_security_group_association.${name}`] },
      ),
      resource('azurerm_virtual_machine_extension', name, { ...entraLogin, virtual_machine_id: ref(`${machine}.id`) }),
      ...volumesOf(properties).map((volume, index) =>
        resource('azurerm_virtual_machine_data_disk_attachment', `${name}_${index + 1}`, {
          virtual_machine_id: ref(`${machine}.id`),
          managed_disk_id: volume,
          lun: index,
          caching: 'None',
        }),
      ),
    ],
    outputs: {
      id: `${machine}.id`,
      name: `${machine}.name`,
      private_ip: `${machine}.private_ip_address`,
      identity: `${machine}.identity[0].principal_id`,
    },
  };
}

function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const machine = `google_compute_instance.${name}`;
  const account = machineAccount(name);
  return {
    resources: [
      ...account.resources,
      resource('google_compute_instance', name, {
        name: dashed(name),
        zone: zoneOf(region, zoneIndex(properties)),
        machine_type: pick(properties['size']!, machineTypes('google')),
        allow_stopping_for_update: true,
        boot_disk: [{ initialize_params: [{ image: machineImage(properties).google, size: properties['disk_gb']!, type: 'pd-balanced' }] }],
        network_interface: [{ subnetwork: properties['subnet_id']! }],
        attached_disk: volumesOf(properties).map((source, index) => ({ source, device_name: `volume-${index + 1}` })),
        ...googleMachine(properties, account.email),
      }),
    ],
    outputs: {
      id: `${machine}.id`,
      name: `${machine}.name`,
      private_ip: `${machine}.network_interface[0].network_ip`,
      identity: `${account.address}.member`,
    },
  };
}

export const vm: ComponentType = {
  name: 'vm',
  title: 'Virtual machine',
  description:
    'A Linux machine with a private address only and an identity of its own. People log in with the identity they have on the cloud (Session Manager, Entra ID, OS Login). On Azure the subscription needs the feature EncryptionAtHost.',
  properties: {
    type: 'object',
    description: 'Properties of a machine.',
    required: ['subnet_id', 'firewall_id'],
    properties: {
      subnet_id: { type: 'string', description: 'Id of the subnet, e.g. ${component.net.private_subnet_ids[0]}.' },
      zone: {
        type: 'integer',
        literal: true,
        description: 'Which of the zones of the region it is in; on AWS its subnet decides, and has the zone of its place in the list.',
        default: 1,
        minimum: 1,
        maximum: 3,
      },
      ...machineProperties,
      volume_ids: {
        type: 'array',
        literal: true,
        description: 'Ids of block volumes in the same zone that are attached to it, e.g. ["${component.data.id}"].',
        default: [],
        maxItems: 8,
        items: { type: 'string', description: 'Id of a block volume.' },
      },
    },
  },
  outputs: {
    id: 'Id of the machine.',
    name: 'Its name.',
    private_ip: 'Its private address.',
    identity: 'Who it acts as: ARN of a role on AWS, id of a principal on Azure, member of IAM policies on Google Cloud.',
  },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
