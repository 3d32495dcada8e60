import type { CloudProvider } from '../blueprint/content';
import { providerNames } from '../blueprint/content';
import { decodeBlock } from './block-text';
import type { BlockSchema, Catalog, ProviderCatalog, ResourceTypeSchema } from './catalog';

/** [schema version of the type, index of its block in `blocks`] */
type TypeEntry = [version: number, block: number];

/**
 * Schemas of one Terraform provider as `domain/catalog/data/*.json.br` holds them, written by `scripts/extract-catalog.ts`.
 * Equal blocks are stored once; see block-text.ts for the form of a block.
 */
export interface CompactCatalog {
  /** Registry address without host, e.g. hashicorp/aws. */
  source: string;
  /** Version of the provider, e.g. 6.66.0. */
  version: string;
  resources: Record<string, TypeEntry>;
  dataSources: Record<string, TypeEntry>;
  /** Index of the block that configures the provider itself; null when it is not known. */
  providerBlock: number | null;
  /** Bottom-up: a block only refers to blocks before it. */
  blocks: string[];
}

export type CompactCatalogs = Record<'aws' | 'azurerm' | 'google', CompactCatalog>;

class CompactProviderCatalog implements ProviderCatalog {
  private readonly decodedBlocks: (BlockSchema | undefined)[] = [];
  private readonly decodedTypes = new Map<TypeEntry, ResourceTypeSchema>();

  constructor(
    readonly provider: CloudProvider,
    private readonly compact: CompactCatalog,
  ) {}

  get source(): string {
    return this.compact.source;
  }

  get version(): string {
    return this.compact.version;
  }

  resourceTypes(): readonly string[] {
    return Object.keys(this.compact.resources);
  }

  dataSourceTypes(): readonly string[] {
    return Object.keys(this.compact.dataSources);
  }

  resource(type: string): ResourceTypeSchema | undefined {
    return this.schema(type, this.compact.resources);
  }

  dataSource(type: string): ResourceTypeSchema | undefined {
    return this.schema(type, this.compact.dataSources);
  }

  providerBlock(): BlockSchema | undefined {
    return this.compact.providerBlock === null ? undefined : this.block(this.compact.providerBlock);
  }

  private schema(name: string, entries: Record<string, TypeEntry>): ResourceTypeSchema | undefined {
    if (!Object.hasOwn(entries, name)) return undefined;
    const entry = entries[name]!;
    let schema = this.decodedTypes.get(entry);
    if (!schema) {
      schema = { name, provider: this.provider, version: entry[0], block: this.block(entry[1]) };
      this.decodedTypes.set(entry, schema);
    }
    return schema;
  }

  private readonly block = (index: number): BlockSchema => {
    const text = this.compact.blocks[index];
    if (text === undefined) throw new RangeError(`${this.compact.source} catalog: no block ${index}`);
    return (this.decodedBlocks[index] ??= decodeBlock(text, this.block));
  };
}

/**
 * The catalog over the compact schemas of the three providers. A type is decoded when it is first asked for, one block at a
 * time, and kept; what comes back is shared by all callers and must not be changed.
 */
export function createCatalog(compact: CompactCatalogs): Catalog {
  const catalogs: Record<CloudProvider, ProviderCatalog> = {
    AWS: new CompactProviderCatalog('AWS', compact.aws),
    AZURE: new CompactProviderCatalog('AZURE', compact.azurerm),
    GCP: new CompactProviderCatalog('GCP', compact.google),
  };
  const owner = (type: string): ProviderCatalog | undefined => {
    const provider = providerOfType(type);
    return provider ? catalogs[provider] : undefined;
  };
  return {
    provider: (provider) => catalogs[provider],
    resource: (type) => owner(type)?.resource(type),
    dataSource: (type) => owner(type)?.dataSource(type),
  };
}

/** The cloud a resource or data source type belongs to by its prefix (aws_, azurerm_, google_); null for any other provider. */
export function providerOfType(type: string): CloudProvider | null {
  const prefix = type.slice(0, Math.max(0, type.indexOf('_')));
  if (prefix === providerNames.AWS) return 'AWS';
  if (prefix === providerNames.AZURE) return 'AZURE';
  return prefix === providerNames.GCP ? 'GCP' : null;
}
