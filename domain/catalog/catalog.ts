import type { CloudProvider } from '../blueprint/content';

/** A Terraform type constraint in its JSON form: "string", ["list", "string"], ["object", {a: "string"}]... */
export type TypeConstraint =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | ['list' | 'set' | 'map', TypeConstraint]
  | ['object', Record<string, TypeConstraint>]
  | ['tuple', TypeConstraint[]];

export interface AttributeSchema {
  type: TypeConstraint;
  required: boolean;
  optional: boolean;
  computed: boolean;
  sensitive: boolean;
  deprecated: boolean;
  writeOnly: boolean;
}

export type BlockNesting = 'single' | 'list' | 'set' | 'map' | 'group';

export interface NestedBlockSchema {
  nesting: BlockNesting;
  minItems: number;
  /** 0: no limit. */
  maxItems: number;
  block: BlockSchema;
}

export interface BlockSchema {
  attributes: ReadonlyMap<string, AttributeSchema>;
  blocks: ReadonlyMap<string, NestedBlockSchema>;
}

export interface ResourceTypeSchema {
  name: string;
  provider: CloudProvider;
  /** Schema version of the provider, which state files record. */
  version: number;
  block: BlockSchema;
}

export interface ProviderCatalog {
  provider: CloudProvider;
  /** e.g. hashicorp/aws */
  source: string;
  /** e.g. 6.66.0 */
  version: string;
  resourceTypes(): readonly string[];
  dataSourceTypes(): readonly string[];
  /** undefined: no such type. Schemas are decoded on first use and kept. */
  resource(type: string): ResourceTypeSchema | undefined;
  dataSource(type: string): ResourceTypeSchema | undefined;
  providerBlock(): BlockSchema | undefined;
}

/** The schemas of the three providers. Pure: whoever builds it has read the files. */
export interface Catalog {
  provider(provider: CloudProvider): ProviderCatalog;
  resource(type: string): ResourceTypeSchema | undefined;
  dataSource(type: string): ResourceTypeSchema | undefined;
}
