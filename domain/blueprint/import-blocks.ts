import type { Catalog } from '../catalog/catalog';
import type { BlockNode, BodyItem } from '../hcl/ast';
import { literalToJson, toJson } from '../hcl/json-syntax';
import { printExpression } from '../hcl/print';
import { isIdentifier } from '../hcl/print-text';
import type { Json } from '../json';
import { attributeOf, bodyToJson, type Skip } from './import-body';
import type { BlueprintContent, ResourceSpec } from './content';
import { metaArguments } from './import-meta';
import { blocksAsArrays } from './import-shape';

export interface BlockContext {
  catalog: Catalog;
  content: BlueprintContent;
  locals: Map<string, Json>;
  skip: (node: { start: number }, reason: string, address?: string | null) => void;
  /** Reserves an address; false, with a diagnostic, when it is taken. */
  claim: (address: string, node: { start: number }) => boolean;
}

type Importer = (block: BlockNode, context: BlockContext) => void;

const RESOURCE_META = new Set(['count', 'for_each', 'depends_on', 'provider', 'lifecycle']);
const MODULE_META = new Set(['source', 'version', 'count', 'for_each', 'depends_on', 'providers']);
const KNOWN_SOURCES = /^(registry\.terraform\.io\/|registry\.opentofu\.org\/)?hashicorp\//;

const without = (body: readonly BodyItem[], names: ReadonlySet<string>): BodyItem[] =>
  body.filter((item) => !names.has(item.kind === 'attribute' ? item.name : item.type));

/** Checks the labels of a block; null, with a skip, when they cannot be an address. */
function labelsOf(block: BlockNode, count: number, { skip }: BlockContext): string[] | null {
  if (block.labels.length === count && block.labels.every(isIdentifier)) return block.labels;
  skip(block, `A ${block.type} block has ${count === 1 ? 'one label' : `${count} labels`} of letters, digits, _ and -`);
  return null;
}

/** Skips the members of a block that the blueprint has no field for. */
function skipOthers(block: BlockNode, known: readonly string[], address: string, { skip }: BlockContext): void {
  for (const item of without(block.body, new Set(known)))
    skip(item, `${item.kind === 'attribute' ? item.name : item.type} of a ${block.type} is not kept`, address);
}

function resourceImporter(target: 'resources' | 'dataSources'): Importer {
  return (block, context) => {
    const labels = labelsOf(block, 2, context);
    if (!labels) return;
    const [type = '', name = ''] = labels;
    const address = target === 'resources' ? `${type}.${name}` : `data.${type}.${name}`;
    if (!context.claim(address, block)) return;
    const skip: Skip = (node, reason) => context.skip(node, reason, address);
    const schema = target === 'resources' ? context.catalog.resource(type) : context.catalog.dataSource(type);
    const attributes = blocksAsArrays(bodyToJson(without(block.body, RESOURCE_META), skip), schema?.block);
    const spec: ResourceSpec = { type, name, attributes, ...metaArguments(block.body, skip) };
    context.content[target].push(spec);
  };
}

const importModule: Importer = (block, context) => {
  const labels = labelsOf(block, 1, context);
  if (!labels) return;
  const name = labels[0] ?? '';
  const address = `module.${name}`;
  const source = literalMember(block, 'source');
  if (typeof source !== 'string') return context.skip(block, 'A module call needs a source that is a plain string', address);
  if (!context.claim(address, block)) return;
  const skip: Skip = (node, reason) => context.skip(node, reason, address);
  const providers = attributeOf(block.body, 'providers');
  if (providers) skip(providers, 'The provider configurations that are handed to a module are not kept');
  const version = literalMember(block, 'version');
  const { count, forEach, dependsOn } = metaArguments(block.body, skip);
  context.content.moduleCalls.push({
    name,
    source,
    version: typeof version === 'string' ? version : null,
    inputs: bodyToJson(without(block.body, MODULE_META), skip),
    count,
    forEach,
    dependsOn,
  });
};

function literalMember(block: BlockNode, name: string): Json | undefined {
  const attribute = attributeOf(block.body, name);
  return attribute && literalToJson(attribute.expression);
}

const importVariable: Importer = (block, context) => {
  const labels = labelsOf(block, 1, context);
  if (!labels) return;
  const name = labels[0] ?? '';
  const address = `var.${name}`;
  if (!context.claim(address, block)) return;
  const defaultNode = attributeOf(block.body, 'default');
  const value = defaultNode ? literalToJson(defaultNode.expression) : undefined;
  if (defaultNode && value === undefined) context.skip(defaultNode, 'The default of a variable must be a constant', address);
  skipOthers(block, ['type', 'default', 'description', 'sensitive'], address, context);
  context.content.variables.push({
    name,
    type: typeText(block, value),
    ...(value === undefined ? {} : { default: value }),
    ...describe(block, address, context),
  });
};

/** The type as written; the quoted names of older code are taken without quotes. A missing type is any. */
function typeText(block: BlockNode, value: Json | undefined): string {
  const type = attributeOf(block.body, 'type');
  if (!type) return typeof value === 'string' ? 'string' : 'any';
  const legacy = literalToJson(type.expression);
  if (typeof legacy !== 'string') return printExpression(type.expression);
  return { list: 'list(any)', map: 'map(any)' }[legacy] ?? legacy;
}

function describe(block: BlockNode, address: string, { skip }: BlockContext): { description: string | null; sensitive: boolean } {
  const description = literalMember(block, 'description');
  const sensitive = literalMember(block, 'sensitive');
  for (const [name, value] of Object.entries({ description, sensitive })) {
    const node = attributeOf(block.body, name);
    if (node && value === undefined) skip(node, `The ${name} must be a constant`, address);
  }
  return { description: typeof description === 'string' ? description : null, sensitive: sensitive === true || sensitive === 'true' };
}

const importOutput: Importer = (block, context) => {
  const labels = labelsOf(block, 1, context);
  if (!labels) return;
  const name = labels[0] ?? '';
  const address = `output.${name}`;
  const value = attributeOf(block.body, 'value');
  if (!value) return context.skip(block, 'An output needs a value', address);
  if (!context.claim(address, block)) return;
  skipOthers(block, ['value', 'description', 'sensitive'], address, context);
  context.content.outputs.push({ name, value: toJson(value.expression), ...describe(block, address, context) });
};

const importLocals: Importer = (block, context) => {
  for (const item of block.body) {
    if (item.kind === 'block') context.skip(item, 'Locals hold attributes only');
    else if (context.claim(`local.${item.name}`, item)) context.locals.set(item.name, toJson(item.expression));
  }
};

const importProvider: Importer = (block, context) => {
  const labels = labelsOf(block, 1, context);
  if (!labels) return;
  const name = labels[0] ?? '';
  const alias = literalMember(block, 'alias');
  const address = typeof alias === 'string' ? `${name}.${alias}` : name;
  if (!context.claim(`provider.${address}`, block)) return;
  const version = attributeOf(block.body, 'version');
  if (version) context.skip(version, 'The version of a provider is that of the catalog', address);
  const attributes = bodyToJson(without(block.body, new Set(['alias', 'version'])), (node, reason) => context.skip(node, reason, address));
  context.content.providerConfigurations.push({ name, alias: typeof alias === 'string' ? alias : null, attributes });
};

/** Versions come from the catalog, so constraints need not be kept; a provider from elsewhere and a backend would be lost. */
const importTerraform: Importer = (block, context) => {
  for (const item of block.body) {
    if (item.kind === 'attribute') {
      if (item.name !== 'required_version') context.skip(item, `The setting ${item.name} of the terraform block is not kept`);
    } else if (item.type === 'required_providers') skipForeignSources(item, context);
    else if (item.type === 'backend' || item.type === 'cloud')
      context.skip(item, 'The state is kept by the environment that a blueprint is deployed to');
    else context.skip(item, `A block ${item.type} of the terraform block is not kept`);
  }
};

function skipForeignSources(block: BlockNode, { skip }: BlockContext): void {
  for (const item of block.body) {
    const settings = item.kind === 'attribute' ? literalToJson(item.expression) : undefined;
    const source = settings !== null && typeof settings === 'object' && !Array.isArray(settings) ? settings.source : undefined;
    if (item.kind === 'attribute' && typeof source === 'string' && !KNOWN_SOURCES.test(source))
      skip(item, `The source ${source} of the provider ${item.name} is not kept; generated code takes hashicorp/${item.name}`);
  }
}

/** By block type; a block of any other type is skipped with a reason. */
export const importers: ReadonlyMap<string, Importer> = new Map([
  ['resource', resourceImporter('resources')],
  ['data', resourceImporter('dataSources')],
  ['module', importModule],
  ['variable', importVariable],
  ['output', importOutput],
  ['locals', importLocals],
  ['provider', importProvider],
  ['terraform', importTerraform],
]);
