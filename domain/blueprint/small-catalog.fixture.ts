import type { AttributeSchema, BlockSchema, Catalog, ProviderCatalog, ResourceTypeSchema, TypeConstraint } from '../catalog/catalog';
import type { CloudProvider } from './content';

const attribute = (type: TypeConstraint): AttributeSchema => ({
  type,
  required: false,
  optional: true,
  computed: false,
  sensitive: false,
  deprecated: false,
  writeOnly: false,
});

const block = (attributes: Record<string, TypeConstraint>, blocks: Record<string, BlockSchema> = {}): BlockSchema => ({
  attributes: new Map(Object.entries(attributes).map(([name, type]) => [name, attribute(type)])),
  blocks: new Map(Object.entries(blocks).map(([name, nested]) => [name, { nesting: 'list', minItems: 0, maxItems: 0, block: nested }])),
});

const rule: TypeConstraint = [
  'set',
  ['object', { from_port: 'number', to_port: 'number', protocol: 'string', cidr_blocks: ['list', 'string'], self: 'bool' }],
];

const resourceBlocks: Record<string, BlockSchema> = {
  aws_vpc: block({ cidr_block: 'string', tags: ['map', 'string'] }),
  aws_instance: block(
    { ami: 'string', instance_type: 'string', user_data: 'string', tags: ['map', 'string'] },
    { root_block_device: block({ volume_size: 'number', encrypted: 'bool' }) },
  ),
  aws_security_group: block({ name: 'string', ingress: rule, egress: rule }),
  azurerm_resource_group: block({ name: 'string', location: 'string' }),
  google_compute_network: block({ name: 'string' }),
};

const resource = (name: string, provider: CloudProvider): ResourceTypeSchema | undefined => {
  const schema = resourceBlocks[name];
  return schema && { name, provider, version: 0, block: schema };
};

function provider(cloud: CloudProvider, prefix: string, version: string): ProviderCatalog {
  const types = Object.keys(resourceBlocks).filter((name) => name.startsWith(prefix));
  return {
    provider: cloud,
    source: `hashicorp/${prefix}`,
    version,
    resourceTypes: () => types,
    dataSourceTypes: () => [],
    resource: (name) => (types.includes(name) ? resource(name, cloud) : undefined),
    dataSource: () => undefined,
    providerBlock: () =>
      block({ region: 'string', profile: 'string' }, { features: block({}), default_tags: block({ tags: ['map', 'string'] }) }),
  };
}

const providers: Record<CloudProvider, ProviderCatalog> = {
  AWS: provider('AWS', 'aws', '6.66.0'),
  AZURE: provider('AZURE', 'azurerm', '4.80.0'),
  GCP: provider('GCP', 'google', '7.40.1'),
};

/** A few types of each cloud, enough for what importing and generating look up. */
export const smallCatalog: Catalog = {
  provider: (cloud) => providers[cloud],
  resource: (name) => providers.AWS.resource(name) ?? providers.AZURE.resource(name) ?? providers.GCP.resource(name),
  dataSource: () => undefined,
};
