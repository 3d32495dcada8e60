import type { ResourceSpec } from '../../blueprint/content';
import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { serviceRole } from './aws-service-role';
import { zonesOfRegion } from './aws-zones';
import { resourceGroup } from './azure-resource-group';
import { zonesOf } from './azure-zones';
import { dashed } from './cloud-name';
import { zoneOf } from './google-zones';
import { pick } from './property-expressions';

const zoneIndex = ({ properties }: LoweringInput): number => Number(properties['zone']) - 1;
const days = ({ properties }: LoweringInput): number => Number(properties['backup_days']);

function onAws(input: LoweringInput): Lowered {
  const { name, properties } = input;
  const volume = `aws_ebs_volume.${name}`;
  const mark = `lintel-backup-${dashed(name)}`;
  const role = serviceRole({
    name: `${name}_backup`,
    service: 'dlm.amazonaws.com',
    policies: ['service-role/AWSDataLifecycleManagerServiceRole'],
  });
  const backups: ResourceSpec[] = [
    ...role.resources,
    resource(
      'aws_dlm_lifecycle_policy',
      name,
      {
        description: `Daily snapshots of ${dashed(name)}`,
        execution_role_arn: role.arn,
        state: 'ENABLED',
        policy_details: [
          {
            resource_types: ['VOLUME'],
            target_tags: { Backup: mark },
            schedule: [
              {
                name: 'daily',
                create_rule: [{ interval: 24, interval_unit: 'HOURS', times: ['02:00'] }],
                retain_rule: [{ count: days(input) }],
                copy_tags: true,
              },
            ],
          },
        ],
      },
      { dependsOn: role.attachments },
    ),
  ];
  return {
    dataSources: [zonesOfRegion],
    resources: [
      resource('aws_ebs_volume', name, {
        availability_zone: ref(`try(element(data.aws_availability_zones.available.names, ${zoneIndex(input)}), "${input.region}a")`),
        size: properties['size_gb']!,
        type: 'gp3',
        iops: pick(properties['performance']!, { standard: 3000, high: 6000 }),
        throughput: pick(properties['performance']!, { standard: 125, high: 500 }),
        encrypted: true,
        tags: { Name: name, Backup: mark },
      }),
      ...(days(input) > 0 ? backups : []),
    ],
    outputs: { id: `${volume}.id`, name: JSON.stringify(name), zone: `${volume}.availability_zone` },
  };
}

function azureBackups(input: LoweringInput, group: ReturnType<typeof resourceGroup>): ResourceSpec[] {
  const { name } = input;
  const disk = ref(`azurerm_managed_disk.${name}.id`);
  const vault = `azurerm_data_protection_backup_vault.${name}`;
  const inGroup = { location: group.location, resource_group_name: group.name };
  const grant = (purpose: string, role: string, scope: string) =>
    resource('azurerm_role_assignment', `${name}_${purpose}`, {
      scope,
      role_definition_name: role,
      principal_id: ref(`${vault}.identity[0].principal_id`),
      principal_type: 'ServicePrincipal',
    });
  return [
    resource('azurerm_data_protection_backup_vault', name, {
      name: dashed(`${name}-backup`, 50),
      ...inGroup,
      datastore_type: 'VaultStore',
      redundancy: 'LocallyRedundant',
      identity: [{ type: 'SystemAssigned' }],
    }),
    resource('azurerm_data_protection_backup_policy_disk', name, {
      name: 'daily',
      vault_id: ref(`${vault}.id`),
      backup_repeating_time_intervals: ['R/2026-01-01T02:00:00+00:00/P1D'],
      default_retention_duration: `P${days(input)}D`,
    }),
    grant('read', 'Disk Backup Reader', disk),
    grant('snapshot', 'Disk Snapshot Contributor', ref('azurerm_resource_group.lintel.id')),
    resource(
      'azurerm_data_protection_backup_instance_disk',
      name,
      {
        name: dashed(name, 50),
        location: group.location,
        vault_id: ref(`${vault}.id`),
        disk_id: disk,
        snapshot_resource_group_name: group.name,
        backup_policy_id: ref(`azurerm_data_protection_backup_policy_disk.${name}.id`),
      },
      { dependsOn: [`azurerm_role_assignment.${name}_read`, `azurerm_role_assignment.${name}_snapshot`] },
    ),
  ];
}

function onAzure(input: LoweringInput): Lowered {
  const { name, properties, region } = input;
  const group = resourceGroup(region);
  const disk = `azurerm_managed_disk.${name}`;
  const zone = zonesOf(region)?.[zoneIndex(input)] ?? null;
  return {
    shared: [group.resource],
    resources: [
      resource('azurerm_managed_disk', name, {
        name: dashed(name),
        location: group.location,
        resource_group_name: group.name,
        create_option: 'Empty',
        disk_size_gb: properties['size_gb']!,
        storage_account_type: pick(properties['performance']!, { standard: 'StandardSSD_LRS', high: 'Premium_LRS' }),
        zone,
        public_network_access_enabled: false,
        network_access_policy: 'DenyAll',
      }),
      ...(days(input) > 0 ? azureBackups(input, group) : []),
    ],
    outputs: { id: `${disk}.id`, name: `${disk}.name`, zone: zone === null ? '""' : `${disk}.zone` },
  };
}

function onGoogle(input: LoweringInput): Lowered {
  const { name, properties, region } = input;
  const disk = `google_compute_disk.${name}`;
  const zone = zoneOf(region, zoneIndex(input));
  return {
    resources: [
      resource('google_compute_disk', name, {
        name: dashed(name),
        zone,
        size: properties['size_gb']!,
        type: pick(properties['performance']!, { standard: 'pd-balanced', high: 'pd-ssd' }),
      }),
      ...(days(input) > 0
        ? [
            resource('google_compute_resource_policy', name, {
              name: dashed(`${name}-daily`),
              region,
              snapshot_schedule_policy: [
                {
                  schedule: [{ daily_schedule: [{ days_in_cycle: 1, start_time: '02:00' }] }],
                  retention_policy: [{ max_retention_days: days(input), on_source_disk_delete: 'KEEP_AUTO_SNAPSHOTS' }],
                },
              ],
            }),
            resource('google_compute_disk_resource_policy_attachment', name, {
              name: ref(`google_compute_resource_policy.${name}.name`),
              disk: ref(`${disk}.name`),
              zone,
            }),
          ]
        : []),
    ],
    outputs: { id: `${disk}.id`, name: `${disk}.name`, zone: `${disk}.zone` },
  };
}

export const blockVolume: ComponentType = {
  name: 'block-volume',
  title: 'Block volume',
  description: 'A disk for a virtual machine in the same zone: solid state, encrypted, with a snapshot every night.',
  properties: {
    type: 'object',
    description: 'Properties of a block volume.',
    properties: {
      size_gb: { type: 'integer', description: 'Size in GiB.', default: 50, minimum: 16, maximum: 16_384 },
      performance: {
        type: 'string',
        description: 'How fast it is: "standard" for most, "high" for databases.',
        enum: ['standard', 'high'],
        default: 'standard',
      },
      zone: {
        type: 'integer',
        description: 'Which of the zones of the region it is in. Without meaning in regions of Azure that have none.',
        default: 1,
        minimum: 1,
        maximum: 3,
        literal: true,
      },
      backup_days: {
        type: 'integer',
        description: 'How many days the nightly snapshots are kept; 0: none are made.',
        default: 14,
        minimum: 0,
        maximum: 365,
        literal: true,
      },
    },
  },
  outputs: { id: 'Id of the volume.', name: 'Its name.', zone: 'The zone that it is in; empty where the region has none.' },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
