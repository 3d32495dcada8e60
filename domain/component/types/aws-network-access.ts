import type { ResourceSpec } from '../../blueprint/content';
import type { Json } from '../../json';
import { ref, resource } from '../component-type';
import { everywhere } from './address-range';
import { dashed } from './cloud-name';

interface Access {
  name: string;
  networkId: Json;
  /** The port that the network may reach; null: none. */
  port: Json;
  /** Whether it calls others: anything in the network, and HTTPS outside. */
  callsOut?: boolean;
}

/** A security group that lets in its own network only, on one port, and the data source that it takes the range from. */
export function networkAccess({ name, networkId, port, callsOut = false }: Access): {
  groupId: string;
  dataSources: ResourceSpec[];
  resources: ResourceSpec[];
} {
  const groupId = ref(`aws_security_group.${name}.id`);
  const network = ref(`data.aws_vpc.${name}.cidr_block`);
  const inward = resource('aws_vpc_security_group_ingress_rule', `${name}_network`, {
    security_group_id: groupId,
    description: 'From the network',
    cidr_ipv4: network,
    ip_protocol: 'tcp',
    from_port: port,
    to_port: port,
  });
  const outward = [
    resource('aws_vpc_security_group_egress_rule', `${name}_network`, {
      security_group_id: groupId,
      description: 'Into the network',
      cidr_ipv4: network,
      ip_protocol: '-1',
    }),
    resource('aws_vpc_security_group_egress_rule', `${name}_https`, {
      security_group_id: groupId,
      description: 'HTTPS to services outside',
      cidr_ipv4: everywhere,
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
    }),
  ];
  return {
    groupId,
    dataSources: [resource('aws_vpc', name, { id: networkId })],
    resources: [
      resource(
        'aws_security_group',
        name,
        { name_prefix: `${dashed(name)}-`, description: `Who reaches ${name}`, vpc_id: networkId },
        { lifecycle: { create_before_destroy: true } },
      ),
      ...(port === null ? [] : [inward]),
      ...(callsOut ? outward : []),
    ],
  };
}
