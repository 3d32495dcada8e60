import type { Json, JsonObject } from '../../json';
import { ref, resource, type ComponentType, type Lowered, type LoweringInput, type PropertySchema } from '../component-type';
import { anyRange, everywhere, privateRanges } from './address-range';
import { resourceGroup } from './azure-resource-group';
import { dashed } from './cloud-name';
import { expressionOf } from './property-expressions';
import { networkProperty } from './shared-properties';

interface Rule {
  description: string | null;
  protocol: 'tcp' | 'udp' | 'icmp' | 'any';
  port: Json;
  to_port: Json;
  cidrs: Json;
}

const rulesOf = (properties: JsonObject, direction: 'ingress' | 'egress'): Rule[] => properties[direction] as unknown as Rule[];
const hasPorts = ({ protocol, port }: Rule): boolean => (protocol === 'tcp' || protocol === 'udp') && port !== null;
const lastPort = ({ port, to_port }: Rule): Json => to_port ?? port;

function onAws({ name, properties }: LoweringInput): Lowered {
  const block = (rule: Rule): JsonObject => {
    const wholeRange: [Json, Json] = rule.protocol === 'any' ? [0, 0] : rule.protocol === 'icmp' ? [-1, -1] : [0, 65535];
    const [from, to] = hasPorts(rule) ? [rule.port, lastPort(rule)] : wholeRange;
    const described: JsonObject = rule.description === null ? {} : { description: rule.description };
    return {
      ...described,
      protocol: rule.protocol === 'any' ? '-1' : rule.protocol,
      from_port: from,
      to_port: to,
      cidr_blocks: rule.cidrs,
    };
  };
  return {
    resources: [
      resource(
        'aws_security_group',
        name,
        {
          name_prefix: `${dashed(name, 200)}-`,
          description: `Firewall ${name}`,
          vpc_id: properties['network_id']!,
          ingress: rulesOf(properties, 'ingress').map(block),
          egress: rulesOf(properties, 'egress').map(block),
          tags: { Name: name },
        },
        { lifecycle: { create_before_destroy: true } },
      ),
    ],
    outputs: { id: `aws_security_group.${name}.id`, name: `aws_security_group.${name}.name` },
  };
}

/** Azure takes no list in which one range holds another. */
const addresses = (side: 'source' | 'destination', cidrs: Json): JsonObject =>
  Array.isArray(cidrs) && (cidrs.length === 1 || cidrs.includes(everywhere))
    ? { [`${side}_address_prefix`]: cidrs.includes(everywhere) ? everywhere : cidrs[0]! }
    : { [`${side}_address_prefixes`]: cidrs };

const azureProtocol: Record<Rule['protocol'], string> = { tcp: 'Tcp', udp: 'Udp', icmp: 'Icmp', any: '*' };

function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const rule =
    (direction: 'Inbound' | 'Outbound') =>
    (one: Rule, index: number): JsonObject => ({
      name: `${direction.toLowerCase()}-${index + 1}`,
      ...(one.description === null ? {} : { description: one.description }),
      priority: 100 + index * 10,
      direction,
      access: 'Allow',
      protocol: azureProtocol[one.protocol],
      source_port_range: '*',
      destination_port_range: azurePorts(one),
      ...addresses(direction === 'Inbound' ? 'source' : 'destination', one.cidrs),
      ...(direction === 'Inbound' ? { destination_address_prefix: '*' } : { source_address_prefix: '*' }),
    });
  const last = (rest: JsonObject): JsonObject => ({
    protocol: '*',
    source_port_range: '*',
    destination_port_range: '*',
    destination_address_prefix: '*',
    ...rest,
  });
  return {
    shared: [group.resource],
    resources: [
      resource('azurerm_network_security_group', name, {
        name: dashed(name, 80),
        location: group.location,
        resource_group_name: group.name,
        security_rule: [
          ...rulesOf(properties, 'ingress').map(rule('Inbound')),
          ...rulesOf(properties, 'egress').map(rule('Outbound')),
          // Azure by itself lets in the whole network and lets out everything.
          last({
            name: 'health-probes',
            priority: 4095,
            direction: 'Inbound',
            access: 'Allow',
            source_address_prefix: 'AzureLoadBalancer',
          }),
          last({ name: 'nothing-else-in', priority: 4096, direction: 'Inbound', access: 'Deny', source_address_prefix: '*' }),
          last({ name: 'nothing-else-out', priority: 4096, direction: 'Outbound', access: 'Deny', source_address_prefix: '*' }),
        ],
      }),
    ],
    outputs: { id: `azurerm_network_security_group.${name}.id`, name: `azurerm_network_security_group.${name}.name` },
  };
}

function azurePorts(rule: Rule): string {
  if (!hasPorts(rule)) return '*';
  const text = (port: Json): string => (typeof port === 'number' ? String(port) : ref(expressionOf(port)));
  return rule.to_port === null ? text(rule.port) : `${text(rule.port)}-${text(rule.to_port)}`;
}

function onGoogle({ name, properties }: LoweringInput): Lowered {
  const tag = dashed(name);
  const common = { network: properties['network_id']!, target_tags: [tag], log_config: [{ metadata: 'INCLUDE_ALL_METADATA' }] };
  const rule = (direction: 'INGRESS' | 'EGRESS') => (one: Rule, index: number) => {
    const word = direction === 'INGRESS' ? 'in' : 'out';
    const ports: JsonObject = hasPorts(one) ? { ports: [azurePorts(one)] } : {};
    return resource('google_compute_firewall', `${name}_${word}_${index + 1}`, {
      name: dashed(`${name}-${word}-${index + 1}`),
      description: one.description,
      direction,
      priority: 1000,
      allow: [{ protocol: one.protocol === 'any' ? 'all' : one.protocol, ...ports }],
      [direction === 'INGRESS' ? 'source_ranges' : 'destination_ranges']: one.cidrs,
      ...common,
    });
  };
  return {
    resources: [
      ...rulesOf(properties, 'ingress').map(rule('INGRESS')),
      ...rulesOf(properties, 'egress').map(rule('EGRESS')),
      // Google by itself lets nothing in and everything out.
      resource('google_compute_firewall', name, {
        name: dashed(`${name}-nothing-else-out`),
        direction: 'EGRESS',
        priority: 65534,
        deny: [{ protocol: 'all' }],
        destination_ranges: [everywhere],
        ...common,
      }),
    ],
    outputs: { id: `tolist(google_compute_firewall.${name}.target_tags)[0]`, name: `google_compute_firewall.${name}.name` },
  };
}

const port: PropertySchema = { type: 'integer', description: 'The port, or the first of several.', minimum: 1, maximum: 65535 };

const rules = (description: string, initial: Json): PropertySchema => ({
  type: 'array',
  literal: true,
  description,
  default: initial,
  maxItems: 50,
  items: {
    type: 'object',
    literal: true,
    description: 'What is let through.',
    required: ['cidrs'],
    properties: {
      description: { type: 'string', description: 'What it is for.', pattern: '^[A-Za-z0-9 ._:/()#,@+=&;!-]{0,140}$' },
      protocol: { type: 'string', literal: true, description: 'The protocol.', enum: ['tcp', 'udp', 'icmp', 'any'], default: 'tcp' },
      port: { ...port, description: 'The port, or the first of several; without it all ports of the protocol.' },
      to_port: { ...port, description: 'The last port.' },
      cidrs: {
        type: 'array',
        description: 'Address ranges on the other side, e.g. ["${component.net.cidr}"].',
        minItems: 1,
        maxItems: 50,
        items: { type: 'string', description: 'An IPv4 range, e.g. 10.0.0.0/16.', pattern: anyRange },
      },
    },
  },
});

export const firewall: ComponentType = {
  name: 'firewall',
  title: 'Firewall',
  description:
    'Says which traffic reaches machines and which leaves them; everything else is kept out and in. It holds for the machines that name it.',
  properties: {
    type: 'object',
    description: 'Properties of a firewall.',
    required: ['network_id'],
    properties: {
      network_id: networkProperty,
      ingress: rules('What is let in; nothing by default.', []),
      egress: rules('What is let out; by default everything to private addresses, HTTPS and HTTP to all others.', [
        { description: 'Private addresses', protocol: 'any', cidrs: [...privateRanges] },
        { description: 'HTTPS', protocol: 'tcp', port: 443, cidrs: [everywhere] },
        { description: 'HTTP, for package sources', protocol: 'tcp', port: 80, cidrs: [everywhere] },
      ]),
    },
  },
  outputs: { id: 'What a machine names as its firewall.', name: 'Its name.' },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
