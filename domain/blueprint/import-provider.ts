import type { Catalog } from '../catalog/catalog';
import { isObject, type Json, type JsonObject } from '../json';
import { providerNames, type BlueprintContent, type CloudProvider, type ProviderConfigurationSpec } from './content';

/** Where a cloud's resources go when nothing in the source says it. */
const DEFAULT_REGIONS: Record<CloudProvider, string> = { AWS: 'us-east-1', AZURE: 'eastus', GCP: 'us-central1' };
const CLOUDS: readonly CloudProvider[] = ['AWS', 'AZURE', 'GCP'];

/** Decides the provider and the region, and leaves out the provider configurations that these two stand for. */
export function settleProviders(content: BlueprintContent, catalog: Catalog): BlueprintContent {
  const provider = mainProvider(content, catalog);
  const name = providerNames[provider];
  const configuration = content.providerConfigurations.find((one) => one.name === name && one.alias === null);
  const region = regionOf(provider, configuration, content) ?? DEFAULT_REGIONS[provider];
  const providerConfigurations = content.providerConfigurations
    .map((one) => withoutDefaults(one, one === configuration ? region : null))
    .filter((one) => one.alias !== null || Object.keys(one.attributes).length > 0)
    .sort((left, right) => (`${left.name}.${left.alias ?? ''}` < `${right.name}.${right.alias ?? ''}` ? -1 : 1));
  return { ...content, provider, region, providerConfigurations };
}

/** The cloud with most resources, then data sources and provider blocks; the first in order when they tie. */
function mainProvider(content: BlueprintContent, catalog: Catalog): CloudProvider {
  const weights: Record<CloudProvider, number> = { AWS: 0, AZURE: 0, GCP: 0 };
  const count = (cloud: CloudProvider | undefined, weight: number): void => {
    if (cloud) weights[cloud] += weight;
  };
  const many = content.dataSources.length + content.providerConfigurations.length + 1;
  for (const { type } of content.resources) count(catalog.resource(type)?.provider ?? cloudOfPrefix(type), many);
  for (const { type } of content.dataSources) count(catalog.dataSource(type)?.provider ?? cloudOfPrefix(type), 1);
  for (const { name } of content.providerConfigurations) count(cloudOfPrefix(name), 1);
  return CLOUDS.reduce((best, cloud) => (weights[cloud] > weights[best] ? cloud : best));
}

export const cloudOfPrefix = (name: string): CloudProvider | undefined =>
  CLOUDS.find((cloud) => name === providerNames[cloud] || name.startsWith(`${providerNames[cloud]}_`));

function regionOf(provider: CloudProvider, configuration: ProviderConfigurationSpec | undefined, content: BlueprintContent): string | null {
  if (provider === 'AZURE') return mostUsedLocation(content);
  const attributes = configuration?.attributes ?? {};
  const zone = constant(attributes.zone, content);
  return constant(attributes.region, content) ?? (provider === 'GCP' && zone !== null ? zone.replace(/-[a-z]$/, '') : null);
}

/** Azure's provider has no region: each resource names its location. */
function mostUsedLocation(content: BlueprintContent): string | null {
  const counts = new Map<string, number>();
  for (const { attributes } of content.resources) {
    const location = constant(attributes.location, content);
    if (location !== null) counts.set(location, (counts.get(location) ?? 0) + 1);
  }
  let best: string | null = null;
  for (const [location, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = location;
  return best;
}

/** A plain string, or the default of the variable or the local that the value is. */
function constant(value: Json | undefined, content: BlueprintContent): string | null {
  if (typeof value !== 'string' || value === '') return null;
  if (!/[$%]\{/.test(value)) return value;
  const [, kind, name] = /^\$\{(var|local)\.([\w-]+)\}$/.exec(value) ?? [];
  const target =
    kind === 'var'
      ? content.variables.find((one) => one.name === name)?.default
      : kind === 'local' && name !== undefined
        ? content.locals[name]
        : undefined;
  return typeof target === 'string' && target !== '' && !/[$%]\{/.test(target) ? target : null;
}

/** Without the region that the blueprint itself carries, and without the empty `features` that azurerm always has. */
function withoutDefaults(configuration: ProviderConfigurationSpec, region: string | null): ProviderConfigurationSpec {
  const isDefault = (name: string, value: Json): boolean =>
    (name === 'region' && region !== null && value === region) ||
    (configuration.name === 'azurerm' && name === 'features' && isEmptyBlock(value));
  const attributes: JsonObject = Object.fromEntries(
    Object.entries(configuration.attributes).filter(([name, value]) => !isDefault(name, value)),
  );
  return { ...configuration, attributes };
}

const isEmptyBlock = (value: Json): boolean => {
  const block = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isObject(block) && Object.keys(block).length === 0;
};
