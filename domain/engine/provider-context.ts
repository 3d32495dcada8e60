import type { Catalog } from '../catalog/catalog';
import { providerOfType } from '../catalog/codec';
import { providerNames, type BlueprintContent, type ResourceSpec } from '../blueprint/content';
import type { DesignEvaluation } from '../blueprint/evaluate-blocks';
import { isValueObject, objectFrom, type ValueObject } from '../hcl/functions/conversion';
import type { Value } from '../hcl/value';

export interface ProviderContext {
  region: string;
  /** default_tags (AWS) or default_labels (Google). */
  defaultTags: ValueObject;
}

const first = (value: Value | undefined): Value | undefined => (Array.isArray(value) ? value[0] : value);

/** What each provider configuration of a design gives to its resources, by its name or name.alias. */
export function providerContexts(content: BlueprintContent, evaluation: DesignEvaluation): (spec: ResourceSpec) => ProviderContext {
  const contexts = new Map<string, ProviderContext>();
  for (const { name, alias, attributes } of content.providerConfigurations) {
    const value = evaluation.evaluateJson(attributes, ['providers', name]).values.value ?? null;
    const values = isValueObject(value) ? value : objectFrom([]);
    const block = first(values.default_tags) ?? null;
    const tags = isValueObject(block) ? first(block.tags) : undefined;
    contexts.set(alias === null ? name : `${name}.${alias}`, {
      region: typeof values.region === 'string' ? values.region : content.region,
      defaultTags: isValueObject(tags ?? null) ? (tags as ValueObject) : objectFrom([]),
    });
  }
  const fallback: ProviderContext = { region: content.region, defaultTags: objectFrom([]) };
  return (spec) => contexts.get(providerKey(spec)) ?? fallback;
}

function providerKey(spec: ResourceSpec): string {
  const provider = providerOfType(spec.type);
  return spec.providerAlias ?? (provider === null ? spec.type.split('_', 1)[0]! : providerNames[provider]);
}

/** A state's reference to a provider: provider["registry.terraform.io/hashicorp/aws"]. */
export function providerReference(spec: ResourceSpec, catalog: Catalog): string {
  const provider = providerOfType(spec.type);
  const source = provider === null ? `hashicorp/${spec.type.split('_', 1)[0]!}` : catalog.provider(provider).source;
  const alias = spec.providerAlias?.split('.')[1];
  return `provider["registry.terraform.io/${source}"]${alias === undefined ? '' : `.${alias}`}`;
}
