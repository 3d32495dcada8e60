import { encodeBlock, type NestedBlockReference } from '../domain/catalog/block-text';
import type { CompactCatalog } from '../domain/catalog/codec';
import type { ExtractedBlock } from './extract-catalog-schema';

/** Collects the schemas of one provider; equal blocks are stored once. */
export class CompactCatalogWriter {
  private readonly catalog: CompactCatalog;
  private readonly indexByText = new Map<string, number>();
  private readonly indexByBlock = new Map<ExtractedBlock, number>();

  constructor(source: string, version: string) {
    this.catalog = { source, version, resources: {}, dataSources: {}, providerBlock: null, blocks: [] };
  }

  add(kind: 'resource' | 'dataSource' | 'provider', typeName: string, block: ExtractedBlock): void {
    const index = this.store(block);
    // The bindings do not carry schema versions: 0.
    if (kind === 'resource') this.catalog.resources[typeName] = [0, index];
    else if (kind === 'dataSource') this.catalog.dataSources[typeName] = [0, index];
    else this.catalog.providerBlock = index;
  }

  finish(): CompactCatalog {
    return { ...this.catalog, resources: sorted(this.catalog.resources), dataSources: sorted(this.catalog.dataSources) };
  }

  private store(block: ExtractedBlock): number {
    const known = this.indexByBlock.get(block);
    if (known !== undefined) return known;
    const nested = new Map<string, NestedBlockReference>();
    for (const [name, { nesting, minItems, maxItems, block: inner }] of block.blocks) {
      nested.set(name, { nesting, minItems, maxItems, index: this.store(inner) });
    }
    const text = encodeBlock(block.attributes, nested);
    const index = this.indexByText.get(text) ?? this.catalog.blocks.push(text) - 1;
    this.indexByText.set(text, index);
    this.indexByBlock.set(block, index);
    return index;
  }
}

function sorted<T>(entries: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));
}
