import type { Json, JsonObject } from '../json';

export type CloudProvider = 'AWS' | 'AZURE' | 'GCP';

/** Local name of the Terraform provider of each cloud, which is also the prefix of its resource types. */
export const providerNames: Record<CloudProvider, 'aws' | 'azurerm' | 'google'> = { AWS: 'aws', AZURE: 'azurerm', GCP: 'google' };

/**
 * A design of cloud resources, in the shape of BlueprintContentInput with every default filled in.
 * Values follow Terraform's JSON syntax: a string with ${...} is an expression, a literal ${ is written $${ and a
 * literal %{ is written %%{; nested blocks are arrays of objects.
 */
export interface BlueprintContent {
  provider: CloudProvider;
  region: string;
  components: ComponentSpec[];
  resources: ResourceSpec[];
  dataSources: ResourceSpec[];
  moduleCalls: ModuleCallSpec[];
  /** name -> expression */
  locals: JsonObject;
  variables: VariableSpec[];
  outputs: OutputSpec[];
  providerConfigurations: ProviderConfigurationSpec[];
}

export interface ComponentSpec {
  name: string;
  type: string;
  provider: CloudProvider | null;
  properties: JsonObject;
}

export interface ResourceSpec {
  type: string;
  name: string;
  attributes: JsonObject;
  count: Json;
  forEach: Json;
  dependsOn: string[];
  lifecycle: Json;
  /** Alias of a provider configuration, e.g. aws.west; null: the default configuration. */
  providerAlias: string | null;
}

export interface ModuleCallSpec {
  name: string;
  source: string;
  version: string | null;
  inputs: JsonObject;
  count: Json;
  forEach: Json;
  dependsOn: string[];
}

export interface VariableSpec {
  name: string;
  /** Terraform type expression, e.g. list(string). */
  type: string;
  /** null is a default too; only a variable without the member has none and must be given a value. */
  default?: Json;
  description: string | null;
  sensitive: boolean;
}

export interface OutputSpec {
  name: string;
  value: Json;
  description: string | null;
  sensitive: boolean;
}

export interface ProviderConfigurationSpec {
  /** Local name, e.g. aws. */
  name: string;
  alias: string | null;
  attributes: JsonObject;
}

export const emptyContent = (provider: CloudProvider, region: string): BlueprintContent => ({
  provider,
  region,
  components: [],
  resources: [],
  dataSources: [],
  moduleCalls: [],
  locals: {},
  variables: [],
  outputs: [],
  providerConfigurations: [],
});

/** Terraform address of a resource or data source, without instance key. */
export const resourceAddress = (resource: Pick<ResourceSpec, 'type' | 'name'>): string => `${resource.type}.${resource.name}`;
export const dataAddress = (source: Pick<ResourceSpec, 'type' | 'name'>): string => `data.${source.type}.${source.name}`;
