import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { azureNetwork, closedSubnet } from './azure-subnet';
import { dashed } from './cloud-name';
import { resourceGroup } from './azure-resource-group';
import { expressionOf } from './property-expressions';
import { networkProperty } from './shared-properties';
import { rangePattern } from './address-range';
import { zoneOfEach, zonesOfRegion } from './aws-zones';

const zones = 3;

function onAws({ name, properties }: LoweringInput): Lowered {
  const range = expressionOf(properties['cidr']!);
  const tags = { Name: name };
  return {
    dataSources: [zonesOfRegion],
    resources: [
      resource(
        'aws_subnet',
        name,
        {
          vpc_id: properties['network_id']!,
          cidr_block: ref(`cidrsubnet(${range}, 2, count.index)`),
          availability_zone: ref(zoneOfEach),
          map_public_ip_on_launch: false,
          tags,
        },
        { count: zones },
      ),
      resource('aws_route_table', name, { vpc_id: properties['network_id']!, tags }),
      resource(
        'aws_route_table_association',
        name,
        { subnet_id: ref(`aws_subnet.${name}[count.index].id`), route_table_id: ref(`aws_route_table.${name}.id`) },
        { count: zones },
      ),
      resource('aws_db_subnet_group', name, { name_prefix: `${dashed(name, 200)}-`, subnet_ids: ref(`aws_subnet.${name}[*].id`), tags }),
    ],
    outputs: {
      id: `aws_db_subnet_group.${name}.id`,
      name: `aws_db_subnet_group.${name}.name`,
      cidr: range,
      subnet_ids: `aws_subnet.${name}[*].id`,
    },
  };
}

function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  return {
    shared: [group.resource],
    resources: closedSubnet(name, {
      name: dashed(name, 80),
      network: azureNetwork(properties['network_id']!),
      range: properties['cidr']!,
      group,
    }),
    outputs: {
      id: `azurerm_subnet.${name}.id`,
      name: `azurerm_subnet.${name}.name`,
      cidr: `azurerm_subnet.${name}.address_prefixes[0]`,
      // Whoever uses the subnet waits until its security group is in place.
      subnet_ids: `[azurerm_subnet_network_security_group_association.${name}.subnet_id]`,
    },
  };
}

function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  return {
    resources: [
      resource('google_compute_subnetwork', name, {
        name: dashed(name),
        network: properties['network_id']!,
        region,
        ip_cidr_range: properties['cidr']!,
        private_ip_google_access: true,
        log_config: [{ aggregation_interval: 'INTERVAL_5_SEC', flow_sampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' }],
      }),
    ],
    outputs: {
      id: `google_compute_subnetwork.${name}.id`,
      name: `google_compute_subnetwork.${name}.name`,
      cidr: `google_compute_subnetwork.${name}.ip_cidr_range`,
      subnet_ids: `[google_compute_subnetwork.${name}.id]`,
    },
  };
}

export const subnetGroup: ComponentType = {
  name: 'subnet-group',
  title: 'Subnet group',
  description:
    'More subnets of a network, across its zones, that neither reach the internet nor are reached from it: a place for databases and caches.',
  properties: {
    type: 'object',
    description: 'Properties of a subnet group.',
    required: ['network_id'],
    properties: {
      network_id: networkProperty,
      cidr: {
        type: 'string',
        description:
          'The address range, between /16 and /26: a part of the range of the network that nothing else has. A network takes the first six sixteenths of its range itself.',
        default: '10.0.128.0/20',
        pattern: rangePattern('1[6-9]|2[0-6]'),
      },
    },
  },
  outputs: {
    id: 'Id of the group; on AWS of a subnet group of databases.',
    name: 'Its name.',
    cidr: 'Its address range.',
    subnet_ids: 'Ids of its subnets.',
  },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
