import type { BlockSchema, Catalog } from '../catalog/catalog';
import { providerOfType } from '../catalog/codec';
import type { Json, JsonObject } from '../json';
import { type BlueprintContent, dataAddress, providerNames, resourceAddress, type ResourceSpec } from './content';
import { type AttributeChange, diffValues, type ValueSchema } from './diff-values';
import { providerAddress } from './graph-references';

export interface ResourceChange {
  /** aws_vpc.main, data.aws_ami.x, module.net, var.size, local.x, output.x, provider.aws.west */
  address: string;
  attributes: AttributeChange[];
}

/** Each list in address order. */
export interface ContentDiff {
  added: ResourceChange[];
  removed: ResourceChange[];
  changed: ResourceChange[];
}

interface DiffedElement {
  values: JsonObject;
  schema: ValueSchema;
}

/**
 * What changes between two designs, attribute by attribute. The order of resources, of dependsOn and of sets, null against
 * absent, no blocks against an empty list, and spellings that a scalar's type makes equal ("5" for a number) are no changes.
 * @param catalog tells which values are sensitive (shown as null on both sides) and which lists are sets
 */
export function diffContent(before: BlueprintContent, after: BlueprintContent, catalog: Catalog): ContentDiff {
  const old = elementsOf(before, catalog);
  const current = elementsOf(after, catalog);
  const diff: ContentDiff = { added: [], removed: [], changed: [] };
  for (const address of [...new Set([...old.keys(), ...current.keys()])].sort()) {
    const from = old.get(address);
    const to = current.get(address);
    const attributes = diffValues(from?.values ?? {}, to?.values ?? {}, (to ?? from)!.schema);
    if (!from) diff.added.push({ address, attributes });
    else if (!to) diff.removed.push({ address, attributes });
    else if (attributes.length > 0) diff.changed.push({ address, attributes });
  }
  return diff;
}

function elementsOf(content: BlueprintContent, catalog: Catalog): Map<string, DiffedElement> {
  const elements = new Map<string, DiffedElement>();
  const add = (address: string, values: JsonObject, schema: ValueSchema) => elements.set(address, { values, schema });
  for (const spec of content.resources) add(resourceAddress(spec), blockValues(spec), schemaOf(catalog.resource(spec.type)?.block));
  for (const spec of content.dataSources) add(dataAddress(spec), blockValues(spec), schemaOf(catalog.dataSource(spec.type)?.block));
  for (const call of content.moduleCalls) {
    const { name, inputs, dependsOn, ...rest } = call;
    add(`module.${name}`, { ...inputs, ...rest, dependsOn: [...dependsOn].sort() }, { kind: 'unknown' });
  }
  for (const { name, ...variable } of content.variables) {
    add(`var.${name}`, { ...variable }, { kind: 'unknown', sensitive: variable.sensitive ? new Set(['default']) : undefined });
  }
  for (const { name, ...output } of content.outputs) {
    add(`output.${name}`, { ...output }, { kind: 'unknown', sensitive: output.sensitive ? new Set(['value']) : undefined });
  }
  for (const [name, value] of Object.entries(content.locals)) add(`local.${name}`, { value }, { kind: 'unknown' });
  addProviders(content, catalog, add);
  return elements;
}

/** The blueprint's region is that of its default provider configuration. */
function addProviders(
  content: BlueprintContent,
  catalog: Catalog,
  add: (address: string, values: JsonObject, schema: ValueSchema) => void,
): void {
  const name = providerNames[content.provider];
  const isDefault = (one: { name: string; alias: string | null }) => one.name === name && one.alias === null;
  const configurations = content.providerConfigurations.some(isDefault)
    ? content.providerConfigurations
    : [{ name, alias: null, attributes: {} }, ...content.providerConfigurations];
  for (const configuration of configurations) {
    const cloud = providerOfType(`${configuration.name}_`);
    const values = isDefault(configuration) ? { region: content.region, ...configuration.attributes } : configuration.attributes;
    add(providerAddress(configuration), values, schemaOf(cloud ? catalog.provider(cloud).providerBlock() : undefined));
  }
}

const schemaOf = (block: BlockSchema | undefined): ValueSchema => (block ? { kind: 'block', block } : { kind: 'unknown' });

function blockValues(spec: ResourceSpec): JsonObject {
  const { attributes, count, forEach, dependsOn, lifecycle, providerAlias } = spec;
  const meta: Record<string, Json> = { count, forEach, lifecycle, providerAlias, dependsOn: [...new Set(dependsOn)].sort() };
  return { ...attributes, ...meta };
}
