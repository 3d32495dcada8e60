import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { rangePattern } from './address-range';
import { zoneOfEach, zonesOfRegion } from './aws-zones';
import { flowLog } from './azure-flow-log';
import { closedStorageSettings } from './azure-storage';
import { azureClient } from './azure-names';
import { resourceGroup } from './azure-resource-group';
import { closedSubnet } from './azure-subnet';
import { dashed } from './cloud-name';
import { jsonDocument } from './property-expressions';

const zones = 3;

/** Each zone gets a public and a private subnet of a sixteenth of the range. */
const subnetOf = (cidr: unknown, index: string): string => `cidrsubnet(${JSON.stringify(cidr)}, 4, ${index})`;

function onAws({ name, properties }: LoweringInput): Lowered {
  const vpc = `aws_vpc.${name}`;
  const tags = { Name: name };
  const subnet = (kind: 'public' | 'private', offset: number) =>
    resource(
      'aws_subnet',
      `${name}_${kind}`,
      {
        vpc_id: ref(`${vpc}.id`),
        cidr_block: ref(subnetOf(properties['cidr'], offset === 0 ? 'count.index' : `count.index + ${offset}`)),
        availability_zone: ref(zoneOfEach),
        map_public_ip_on_launch: false,
        tags: { Name: `${name}-${kind}` },
      },
      { count: zones },
    );
  return {
    dataSources: [zonesOfRegion],
    resources: [
      resource('aws_vpc', name, { cidr_block: properties['cidr']!, enable_dns_support: true, enable_dns_hostnames: true, tags }),
      resource('aws_default_security_group', name, { vpc_id: ref(`${vpc}.id`) }),
      resource('aws_internet_gateway', name, { vpc_id: ref(`${vpc}.id`), tags }),
      subnet('public', 0),
      subnet('private', zones),
      resource('aws_route_table', `${name}_public`, {
        vpc_id: ref(`${vpc}.id`),
        route: [{ cidr_block: '0.0.0.0/0', gateway_id: ref(`aws_internet_gateway.${name}.id`) }],
        tags: { Name: `${name}-public` },
      }),
      resource(
        'aws_route_table_association',
        `${name}_public`,
        { subnet_id: ref(`aws_subnet.${name}_public[count.index].id`), route_table_id: ref(`aws_route_table.${name}_public.id`) },
        { count: zones },
      ),
      resource('aws_eip', `${name}_nat`, { domain: 'vpc', tags: { Name: `${name}-nat` } }),
      resource('aws_nat_gateway', name, {
        allocation_id: ref(`aws_eip.${name}_nat.id`),
        subnet_id: ref(`aws_subnet.${name}_public[0].id`),
        tags,
      }),
      resource('aws_route_table', `${name}_private`, {
        vpc_id: ref(`${vpc}.id`),
        route: [{ cidr_block: '0.0.0.0/0', nat_gateway_id: ref(`aws_nat_gateway.${name}.id`) }],
        tags: { Name: `${name}-private` },
      }),
      resource(
        'aws_route_table_association',
        `${name}_private`,
        { subnet_id: ref(`aws_subnet.${name}_private[count.index].id`), route_table_id: ref(`aws_route_table.${name}_private.id`) },
        { count: zones },
      ),
      resource('aws_cloudwatch_log_group', `${name}_flow`, { name_prefix: `/lintel/${dashed(name)}/flow-`, retention_in_days: 365 }),
      resource('aws_flow_log', name, {
        vpc_id: ref(`${vpc}.id`),
        traffic_type: 'ALL',
        log_destination: ref(`aws_cloudwatch_log_group.${name}_flow.arn`),
        iam_role_arn: ref(`aws_iam_role.${name}_flow.arn`),
      }),
      resource('aws_iam_role', `${name}_flow`, {
        name_prefix: `${dashed(`${name}-flow`, 37)}-`,
        assume_role_policy: jsonDocument({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'vpc-flow-logs.amazonaws.com' } }],
        }),
      }),
      resource('aws_iam_role_policy', `${name}_flow`, {
        name: 'write-flow-log',
        role: ref(`aws_iam_role.${name}_flow.id`),
        policy: jsonDocument({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
              Resource: `${ref(`aws_cloudwatch_log_group.${name}_flow.arn`)}:*`,
            },
          ],
        }),
      }),
    ],
    outputs: {
      id: `${vpc}.id`,
      cidr: `${vpc}.cidr_block`,
      public_subnet_ids: `aws_subnet.${name}_public[*].id`,
      private_subnet_ids: `aws_subnet.${name}_private[*].id`,
    },
  };
}

function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const place = { location: group.location, resource_group_name: group.name };
  const plain = dashed(name, 60);
  const network = `azurerm_virtual_network.${name}`;
  const subnet = (kind: 'public' | 'private', index: number) =>
    closedSubnet(`${name}_${kind}`, {
      name: `${plain}-${kind}`,
      network: { name: ref(`${network}.name`), resourceGroup: group.name },
      range: ref(subnetOf(properties['cidr'], String(index))),
      group,
    });
  return {
    shared: [group.resource],
    providerSettings: closedStorageSettings,
    dataSources: [azureClient],
    resources: [
      resource('azurerm_virtual_network', name, { name: plain, ...place, address_space: [properties['cidr']!] }),
      ...subnet('public', 0),
      ...subnet('private', 1),
      resource('azurerm_public_ip', `${name}_nat`, { name: `${plain}-nat`, ...place, allocation_method: 'Static', sku: 'Standard' }),
      resource('azurerm_nat_gateway', name, { name: plain, ...place, sku_name: 'Standard' }),
      resource('azurerm_nat_gateway_public_ip_association', name, {
        nat_gateway_id: ref(`azurerm_nat_gateway.${name}.id`),
        public_ip_address_id: ref(`azurerm_public_ip.${name}_nat.id`),
      }),
      resource(
        'azurerm_subnet_nat_gateway_association',
        name,
        { subnet_id: ref(`azurerm_subnet.${name}_private.id`), nat_gateway_id: ref(`azurerm_nat_gateway.${name}.id`) },
        { dependsOn: [`azurerm_subnet_network_security_group_association.${name}_private`] },
      ),
      ...flowLog(name, ref(`${network}.id`), region, group),
    ],
    outputs: {
      id: `${network}.id`,
      cidr: `${network}.address_space[0]`,
      // Whoever uses a subnet waits until it is guarded and, if private, has its way out.
      public_subnet_ids: `[azurerm_subnet_network_security_group_association.${name}_public.subnet_id]`,
      private_subnet_ids: `[azurerm_subnet_nat_gateway_association.${name}.subnet_id]`,
    },
  };
}

function onGoogle({ name, properties, region }: LoweringInput): Lowered {
  const plain = dashed(name, 55);
  const subnet = (kind: 'public' | 'private', index: number) =>
    resource('google_compute_subnetwork', `${name}_${kind}`, {
      name: `${plain}-${kind}`,
      network: ref(`google_compute_network.${name}.id`),
      region,
      ip_cidr_range: ref(subnetOf(properties['cidr'], String(index))),
      private_ip_google_access: true,
      log_config: [{ aggregation_interval: 'INTERVAL_5_SEC', flow_sampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' }],
    });
  return {
    resources: [
      resource('google_compute_network', name, { name: plain, auto_create_subnetworks: false }),
      subnet('public', 0),
      subnet('private', 1),
      resource('google_compute_router', name, { name: plain, network: ref(`google_compute_network.${name}.id`), region }),
      resource('google_compute_router_nat', name, {
        name: plain,
        router: ref(`google_compute_router.${name}.name`),
        region,
        nat_ip_allocate_option: 'AUTO_ONLY',
        source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS',
        subnetwork: [{ name: ref(`google_compute_subnetwork.${name}_private.id`), source_ip_ranges_to_nat: ['ALL_IP_RANGES'] }],
        log_config: [{ enable: true, filter: 'ERRORS_ONLY' }],
      }),
    ],
    outputs: {
      id: `google_compute_network.${name}.id`,
      cidr: JSON.stringify(properties['cidr']),
      public_subnet_ids: `[google_compute_subnetwork.${name}_public.id]`,
      private_subnet_ids: `[google_compute_subnetwork.${name}_private.id]`,
    },
  };
}

export const network: ComponentType = {
  name: 'network',
  title: 'Network',
  description:
    'A private network with public and private subnets; what is in the private ones reaches the internet through a NAT gateway and is not reached from it. Traffic is logged.',
  properties: {
    type: 'object',
    description: 'Properties of a network.',
    properties: {
      cidr: {
        type: 'string',
        description: 'The address range, between a /16 and a /20: each subnet gets a sixteenth of it.',
        default: '10.0.0.0/16',
        pattern: rangePattern('1[6-9]|20'),
      },
    },
  },
  outputs: {
    id: 'Id of the network.',
    cidr: 'Its address range.',
    public_subnet_ids: 'Ids of the public subnets.',
    private_subnet_ids: 'Ids of the private subnets.',
  },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
