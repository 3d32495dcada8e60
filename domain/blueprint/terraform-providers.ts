import type { Catalog } from '../catalog/catalog';
import type { JsonObject } from '../json';
import { providerNames, type BlueprintContent, type CloudProvider, type ProviderConfigurationSpec } from './content';

export const REQUIRED_VERSION = '>= 1.5.0';

/** The provider that is part of Terraform itself and is never required. */
const BUILT_IN = 'terraform';

export interface RequiredProvider {
  name: string;
  source: string;
  /** null when the provider is not in the catalog. */
  version: string | null;
}

const CLOUDS: readonly CloudProvider[] = ['AWS', 'AZURE', 'GCP'];
const cloudOf = (name: string): CloudProvider | undefined => CLOUDS.find((cloud) => providerNames[cloud] === name);

/** The providers that a blueprint uses, by name: its own, those of its types and those it configures. */
export function requiredProviders(content: BlueprintContent, catalog: Catalog): RequiredProvider[] {
  return [...usedNames(content)].sort().map((name) => {
    const cloud = cloudOf(name);
    if (!cloud) return { name, source: `hashicorp/${name}`, version: null };
    const { source, version } = catalog.provider(cloud);
    return { name, source, version: `~> ${version.split('.').slice(0, 2).join('.')}` };
  });
}

function usedNames(content: BlueprintContent): Set<string> {
  const names = new Set([providerNames[content.provider] as string]);
  for (const { type, providerAlias } of [...content.resources, ...content.dataSources])
    names.add((providerAlias ?? type.split('_')[0] ?? type).split('.')[0] ?? type);
  for (const { name } of content.providerConfigurations) names.add(name);
  names.delete(BUILT_IN);
  return names;
}

/** Every provider configuration to be written: the default ones of the clouds in use, completed, then the others. */
export function providerConfigurations(content: BlueprintContent): ProviderConfigurationSpec[] {
  const used = usedNames(content);
  const isConfigured = (name: string): boolean => content.providerConfigurations.some((one) => one.name === name && one.alias === null);
  const added = CLOUDS.map((cloud) => providerNames[cloud])
    .filter((name) => used.has(name) && !isConfigured(name))
    .map((name): ProviderConfigurationSpec => ({ name, alias: null, attributes: {} }));
  return [...content.providerConfigurations, ...added]
    .map((one) => ({ ...one, attributes: completed(one, content) }))
    .filter((one) => one.alias !== null || one.name === providerNames[content.provider] || Object.keys(one.attributes).length > 0)
    .sort((left, right) => (`${left.name}.${left.alias ?? ''}` < `${right.name}.${right.alias ?? ''}` ? -1 : 1));
}

function completed({ name, alias, attributes }: ProviderConfigurationSpec, content: BlueprintContent): JsonObject {
  if (name === 'azurerm' && attributes.features === undefined) return { ...attributes, features: [{}] };
  const takesRegion = name === providerNames[content.provider] && name !== 'azurerm' && alias === null && attributes.region === undefined;
  return takesRegion ? { ...attributes, region: content.region } : attributes;
}
