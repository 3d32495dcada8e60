import type { CloudProvider } from '#domain/blueprint/content';
import type { BlockSchema, ProviderCatalog, ResourceTypeSchema } from '#domain/catalog/catalog';
import { searchNames } from '#domain/catalog/search';
import type { Json } from '#domain/json';
import type { Context } from '../context';

export const providerNames: Record<CloudProvider, string> = { AWS: 'Amazon Web Services', AZURE: 'Microsoft Azure', GCP: 'Google Cloud' };

export const schemaVersion = ({ source, version }: ProviderCatalog): string => `${source} ${version}`;

/** Resource types of a provider in name order, or those that a search finds, best first. */
export function resourceTypeNames(
  { catalog }: Pick<Context, 'catalog'>,
  provider: CloudProvider,
  search: string | null,
): readonly string[] {
  const names = catalog().provider(provider).resourceTypes();
  return search ? searchNames(names, search) : names;
}

export function resourceType({ catalog }: Pick<Context, 'catalog'>, provider: CloudProvider, name: string): ResourceTypeSchema | null {
  return catalog().provider(provider).resource(name) ?? null;
}

/** A block as JSON: {attributes: {name: {type, required, optional, computed, sensitive...}}, blocks: {name: {nesting, minItems, maxItems, block}}}. */
export function schemaJson(block: BlockSchema): Json {
  return {
    attributes: Object.fromEntries([...block.attributes].map(([name, attribute]) => [name, { ...attribute } as unknown as Json])),
    blocks: Object.fromEntries(
      [...block.blocks].map(([name, nested]) => [
        name,
        { nesting: nested.nesting, minItems: nested.minItems, maxItems: nested.maxItems, block: schemaJson(nested.block) },
      ]),
    ),
  };
}
