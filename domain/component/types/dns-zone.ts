import type { ResourceSpec } from '../../blueprint/content';
import type { Json, JsonObject } from '../../json';
import { ref, resource, type ComponentType, type Lowered, type LoweringInput } from '../component-type';
import { awsAccount } from './aws-customer-key';
import { signedZone, zoneQueryLog } from './aws-zone-security';
import { azureNetwork } from './azure-subnet';
import { resourceGroup } from './azure-resource-group';
import { dashed } from './cloud-name';
import { domainPattern } from './dns-name';

type RecordType = 'A' | 'AAAA' | 'CNAME' | 'TXT';

interface DnsRecord {
  name: string;
  type: RecordType;
  ttl: Json;
  values: Json[];
}

const recordsOf = ({ records }: JsonObject): DnsRecord[] => records as unknown as DnsRecord[];
const isPrivate = ({ network_id: network }: JsonObject): boolean => network !== null;
const recordName = (zone: string, index: number): string => `${zone}_${index + 1}`;

function onAws({ name, properties }: LoweringInput): Lowered {
  const zone = `aws_route53_zone.${name}`;
  const hidden = isPrivate(properties);
  const domain = properties['domain']!;
  return {
    dataSources: hidden ? [] : [awsAccount],
    resources: [
      resource('aws_route53_zone', name, {
        name: domain,
        comment: `Zone ${name}`,
        vpc: hidden ? [{ vpc_id: properties['network_id']! }] : null,
      }),
      ...(hidden ? [] : [...signedZone(name), ...zoneQueryLog(name)]),
      ...recordsOf(properties).map((record, index) =>
        resource('aws_route53_record', recordName(name, index), {
          zone_id: ref(`${zone}.zone_id`),
          name: record.name === '@' ? domain : `${record.name}.${String(domain)}`,
          type: record.type,
          ttl: record.ttl,
          records: record.values,
        }),
      ),
    ],
    outputs: { id: `${zone}.zone_id`, domain: `${zone}.name`, name_servers: `${zone}.name_servers` },
  };
}

/** Azure has a type of resource for each type of record. */
function azureRecord(resourceName: string, record: DnsRecord, place: JsonObject, hidden: boolean): ResourceSpec {
  const values: Record<RecordType, JsonObject> = {
    A: { records: record.values },
    AAAA: { records: record.values },
    CNAME: { record: record.values[0]! },
    TXT: { record: record.values.map((value) => ({ value })) },
  };
  const type = `azurerm_${hidden ? 'private_' : ''}dns_${record.type.toLowerCase()}_record`;
  return resource(type, resourceName, { name: record.name, ttl: record.ttl, ...place, ...values[record.type] });
}

function onAzure({ name, properties, region }: LoweringInput): Lowered {
  const group = resourceGroup(region);
  const hidden = isPrivate(properties);
  const type = hidden ? 'azurerm_private_dns_zone' : 'azurerm_dns_zone';
  const zone = `${type}.${name}`;
  const network = hidden ? azureNetwork(properties['network_id']!) : null;
  return {
    shared: [group.resource],
    resources: [
      resource(type, name, { name: properties['domain']!, resource_group_name: group.name }),
      ...(network
        ? [
            resource('azurerm_private_dns_zone_virtual_network_link', name, {
              name: network.name,
              resource_group_name: group.name,
              private_dns_zone_name: ref(`${zone}.name`),
              virtual_network_id: properties['network_id']!,
              registration_enabled: false,
            }),
          ]
        : []),
      ...recordsOf(properties).map((record, index) =>
        azureRecord(recordName(name, index), record, { zone_name: ref(`${zone}.name`), resource_group_name: group.name }, hidden),
      ),
    ],
    outputs: { id: `${zone}.id`, domain: `${zone}.name`, name_servers: hidden ? '[]' : `tolist(${zone}.name_servers)` },
  };
}

function onGoogle({ name, properties }: LoweringInput): Lowered {
  const zone = `google_dns_managed_zone.${name}`;
  const domain = properties['domain']!;
  const visibility: JsonObject = isPrivate(properties)
    ? { visibility: 'private', private_visibility_config: [{ networks: [{ network_url: properties['network_id']! }] }] }
    : {
        visibility: 'public',
        dnssec_config: [{ state: 'on', non_existence: 'nsec3' }],
        cloud_logging_config: [{ enable_logging: true }],
      };
  const data = ({ type, values }: DnsRecord): Json[] =>
    type === 'TXT' ? values.map((value) => `"${String(value)}"`) : type === 'CNAME' ? values.map((value) => `${String(value)}.`) : values;
  return {
    resources: [
      resource('google_dns_managed_zone', name, { name: dashed(name), dns_name: `${String(domain)}.`, ...visibility }),
      ...recordsOf(properties).map((record, index) =>
        resource('google_dns_record_set', recordName(name, index), {
          managed_zone: ref(`${zone}.name`),
          name: `${record.name === '@' ? '' : `${record.name}.`}${String(domain)}.`,
          type: record.type,
          ttl: record.ttl,
          rrdatas: data(record),
        }),
      ),
    ],
    outputs: { id: `${zone}.id`, domain: `trimsuffix(${zone}.dns_name, ".")`, name_servers: `${zone}.name_servers` },
  };
}

export const dnsZone: ComponentType = {
  name: 'dns-zone',
  title: 'DNS zone',
  description:
    'The names of a domain, for everybody or for one network only. A public zone is signed (DNSSEC; on Azure not yet by Terraform) and its queries are logged (AWS, Google Cloud).',
  properties: {
    type: 'object',
    description: 'Properties of a zone.',
    required: ['domain'],
    properties: {
      domain: { type: 'string', description: 'The domain, e.g. example.com.', pattern: domainPattern },
      network_id: { type: 'string', description: 'Id of the network that alone sees the zone; without it the zone is public.' },
      records: {
        type: 'array',
        literal: true,
        description: 'Records of the zone.',
        default: [],
        items: {
          type: 'object',
          literal: true,
          description: 'A record.',
          required: ['name', 'type', 'values'],
          properties: {
            name: {
              type: 'string',
              literal: true,
              description: 'The name within the zone, e.g. www; @ for the domain itself.',
              pattern: '^(@|(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\*)$',
            },
            type: { type: 'string', literal: true, description: 'The type of record.', enum: ['A', 'AAAA', 'CNAME', 'TXT'] },
            ttl: { type: 'integer', description: 'For how many seconds it may be kept.', default: 300, minimum: 30, maximum: 86400 },
            values: {
              type: 'array',
              literal: true,
              description: 'Its values: addresses, one name without a dot at the end, or texts.',
              minItems: 1,
              items: { type: 'string', description: 'A value.', minLength: 1, maxLength: 255 },
            },
          },
        },
      },
    },
  },
  outputs: {
    id: 'Id of the zone, for certificates, load balancers and CDNs.',
    domain: 'Its domain.',
    name_servers: 'The name servers that the registrar must be told; on Azure none for a private zone.',
  },
  lower: { AWS: onAws, AZURE: onAzure, GCP: onGoogle },
};
