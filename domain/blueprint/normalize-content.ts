import { fail, ok, type Result } from '../result';
import type {
  BlueprintContent,
  CloudProvider,
  ComponentSpec,
  ModuleCallSpec,
  OutputSpec,
  ProviderConfigurationSpec,
  ResourceSpec,
  VariableSpec,
} from './content';
import { type InputFault, ShapeReader } from './normalize-shape';

const PROVIDERS: readonly CloudProvider[] = ['AWS', 'AZURE', 'GCP'];

/**
 * Reads a design in the shape of BlueprintContentInput, as a caller or a model sent it, and fills in the defaults. Its own
 * result reads as itself.
 * @returns all faults with their paths (the first 50): wrong types, missing or unknown members, values nested deeper than 100
 *   levels, and the keys __proto__, constructor and prototype
 */
export function normalizeContent(input: unknown): Result<BlueprintContent, InputFault[]> {
  const faults: InputFault[] = [];
  const reader = ShapeReader.open(input, [], faults);
  const content: BlueprintContent = {
    provider: reader.oneOf('provider', PROVIDERS) ?? 'AWS',
    region: reader.text('region'),
    components: reader.list('components', readComponent),
    resources: reader.list('resources', readResource),
    dataSources: reader.list('dataSources', readResource),
    moduleCalls: reader.list('moduleCalls', readModuleCall),
    locals: reader.object('locals'),
    variables: reader.list('variables', readVariable),
    outputs: reader.list('outputs', readOutput),
    providerConfigurations: reader.list('providerConfigurations', readProviderConfiguration),
  };
  reader.close();
  return faults.length > 0 ? fail(faults) : ok(content);
}

const readComponent = (reader: ShapeReader): ComponentSpec => ({
  name: reader.text('name'),
  type: reader.text('type'),
  provider: reader.isAbsent('provider') ? null : reader.oneOf('provider', PROVIDERS),
  properties: reader.object('properties'),
});

const readResource = (reader: ShapeReader): ResourceSpec => ({
  type: reader.text('type'),
  name: reader.text('name'),
  attributes: reader.object('attributes'),
  count: reader.json('count'),
  forEach: reader.json('forEach'),
  dependsOn: reader.texts('dependsOn'),
  lifecycle: reader.json('lifecycle'),
  providerAlias: reader.optionalText('providerAlias'),
});

const readModuleCall = (reader: ShapeReader): ModuleCallSpec => ({
  name: reader.text('name'),
  source: reader.text('source'),
  version: reader.optionalText('version'),
  inputs: reader.object('inputs'),
  count: reader.json('count'),
  forEach: reader.json('forEach'),
  dependsOn: reader.texts('dependsOn'),
});

const readVariable = (reader: ShapeReader): VariableSpec => ({
  name: reader.text('name'),
  type: reader.optionalText('type') ?? 'string',
  ...(reader.isGiven('default') ? { default: reader.json('default') } : {}),
  description: reader.optionalText('description'),
  sensitive: reader.flag('sensitive', false),
});

const readOutput = (reader: ShapeReader): OutputSpec => ({
  name: reader.text('name'),
  value: reader.requiredJson('value'),
  description: reader.optionalText('description'),
  sensitive: reader.flag('sensitive', false),
});

const readProviderConfiguration = (reader: ShapeReader): ProviderConfigurationSpec => ({
  name: reader.text('name'),
  alias: reader.optionalText('alias'),
  attributes: reader.object('attributes'),
});
