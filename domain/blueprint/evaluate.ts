import { providerOfType } from '../catalog/codec';
import type { Catalog } from '../catalog/catalog';
import type { Diagnostic } from '../diagnostic';
import { isValueObject } from '../hcl/functions/conversion';
import { isUnknown, type Value } from '../hcl/value';
import type { Json, JsonObject } from '../json';
import { providerNames, type BlueprintContent } from './content';
import type { EvaluatedAttributes } from './evaluate-attributes';
import { blockAddressOf, DesignEvaluation, type DesignBlock } from './evaluate-blocks';
import type { Instance } from './evaluate-instances';
import { regionOf } from './evaluate-region';
import type { EvaluatedDesign, EvaluatedResource } from './evaluated';

export interface EvaluateOptions {
  /** Values for the blueprint's variables; they stand before the defaults. */
  variables?: Readonly<Record<string, Json>>;
}

export interface DesignResult {
  design: EvaluatedDesign;
  diagnostics: Diagnostic[];
}

/**
 * Resolves every expression of a design as far as it can be known without a cloud: variables (given, then default, then
 * unknown), locals, count, for_each, dynamic blocks, references to what other resources configure. Never throws for a bad
 * design: what does not evaluate stays its "${...}" text and is named in the diagnostics.
 */
export function evaluateDesign(content: BlueprintContent, catalog: Catalog, options: EvaluateOptions = {}): DesignResult {
  const evaluation = new DesignEvaluation({ content, catalog, variables: options.variables });
  const providers = content.providerConfigurations.map(({ name, alias, attributes }) => {
    const result = evaluation.evaluateJson(attributes, ['providers', alias === null ? name : `${name}.${alias}`]);
    const values = jsonOf(result, result.values.value ?? null, 'value').json;
    return { name, alias, values: (isPlainObject(values) ? values : {}) as JsonObject };
  });
  const resources: EvaluatedResource[] = [];
  const dataSources: EvaluatedResource[] = [];
  const configurations = new Map(
    providers.map((provider) => [provider.alias === null ? provider.name : `${provider.name}.${provider.alias}`, provider.values]),
  );
  const declared = [
    ...content.resources.map((spec) => `${spec.type}.${spec.name}`),
    ...content.dataSources.map((spec) => `data.${spec.type}.${spec.name}`),
  ];
  for (const address of new Set(declared)) {
    const block = evaluation.blockAt(address)!;
    const target = block.mode === 'managed' ? resources : dataSources;
    for (const instance of evaluation.repetitionOf(block).instances)
      target.push(evaluatedResource(evaluation, block, instance, configurations, content.region));
  }
  const design: EvaluatedDesign = {
    provider: content.provider,
    region: content.region,
    resources,
    dataSources,
    providers,
    variables: Object.fromEntries([...evaluation.variables].map(([name, value]) => [name, jsonWithText(value, `\${var.${name}}`)])),
    outputs: Object.fromEntries(content.outputs.map(({ name, value }) => [name, outputJson(evaluation, name, value)])),
  };
  return { design, diagnostics: evaluation.diagnostics };
}

const isPlainObject = (json: Json): json is JsonObject => json !== null && typeof json === 'object' && !Array.isArray(json);

function outputJson(evaluation: DesignEvaluation, name: string, value: Json): Json {
  const result = evaluation.evaluateJson(value, ['outputs', name]);
  return jsonOf(result, result.values.value ?? null, 'value').json;
}

function evaluatedResource(
  evaluation: DesignEvaluation,
  block: DesignBlock,
  instance: Instance,
  configurations: ReadonlyMap<string, JsonObject>,
  fallbackRegion: string,
): EvaluatedResource {
  const { spec } = block;
  const attributes = evaluation.attributesOf(block, instance);
  const { json, unknown } = jsonOf(attributes, attributes.values, '');
  const values = json as JsonObject;
  const provider = providerOfType(spec.type);
  const providerConfiguration = spec.providerAlias ?? (provider === null ? spec.type.split('_', 1)[0]! : providerNames[provider]);
  return {
    address: instance.address,
    blockAddress: block.address,
    type: spec.type,
    name: spec.name,
    provider,
    region: regionOf(provider, values, unknown, configurations.get(providerConfiguration), fallbackRegion),
    module: '',
    values,
    unknown: [...new Set([...unknown, ...attributes.unknownBlocks])],
    references: Object.fromEntries(
      [...attributes.references]
        .map(([path, references]) => [path, evaluation.addressesOf(references)] as const)
        .filter(([, addresses]) => addresses.length > 0),
    ),
    dependsOn: [...new Set(spec.dependsOn.map(blockAddressOf))],
    providerConfiguration,
  };
}

/** A Value as JSON: an unknown part becomes the text of the expression it came from, and its path is told. */
function jsonOf(attributes: EvaluatedAttributes, value: Value, start: string): { json: Json; unknown: string[] } {
  const unknown: string[] = [];
  const convert = (part: Value, path: string, enclosing: string): Json => {
    const text = attributes.texts.get(path) ?? enclosing;
    const inner = (key: string) => (path === '' ? key : `${path}.${key}`);
    if (isUnknown(part)) {
      unknown.push(path);
      return text;
    }
    if (Array.isArray(part)) return part.map((item, index) => convert(item, inner(String(index)), text));
    return isValueObject(part)
      ? Object.fromEntries(Object.entries(part).map(([key, item]) => [key, convert(item, inner(key), text)]))
      : part;
  };
  return { json: convert(value, start, '${unknown}'), unknown };
}

function jsonWithText(value: Value, text: string): Json {
  if (isUnknown(value)) return text;
  if (Array.isArray(value)) return value.map((item) => jsonWithText(item, text));
  return isValueObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonWithText(item, text)])) : value;
}
