import type { Catalog } from '../catalog/catalog';
import type { BodyItem, Expression } from '../hcl/ast';
import { parseExpression } from '../hcl/parse';
import { printBody } from '../hcl/print';
import { isIdentifier } from '../hcl/print-text';
import { isObject, type Json, type JsonObject } from '../json';
import {
  providerNames,
  type BlueprintContent,
  type CloudProvider,
  type ModuleCallSpec,
  type ResourceSpec,
  type VariableSpec,
} from './content';
import {
  attribute,
  attributeOfExpression,
  attributes,
  block,
  bodyItems,
  literalAttribute,
  plainAttributes,
  reference,
  referenceList,
  warn,
  type Warnings,
} from './terraform-body';
import { providerConfigurations, REQUIRED_VERSION, requiredProviders } from './terraform-providers';
import type { KnownSchema } from './terraform-schema';

export interface GeneratedFile {
  path: string;
  content: string;
}

export interface GeneratedTerraform {
  files: GeneratedFile[];
  /** What could not be generated as it was given, each with its address. */
  warnings: string[];
}

export interface BackendSpec {
  /** e.g. http */
  type: string;
  attributes: JsonObject;
}

const PROVIDER_REFERENCE = /^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*)?$/;

/**
 * Terraform configuration of a blueprint whose components are lowered to resources: one file per kind of block, formatted
 * as `terraform fmt` does, byte-identical for equal content. Only non-empty files are returned.
 */
export function generateTerraform(
  content: BlueprintContent,
  catalog: Catalog,
  options: { backend?: BackendSpec } = {},
): GeneratedTerraform {
  const list: string[] = [];
  const bodies: Record<string, BodyItem[]> = {
    'versions.tf': [terraformBlock(content, catalog, options.backend, list)],
    'providers.tf': providerBlocks(content, catalog, list),
    'variables.tf': content.variables.flatMap((variable) =>
      named([variable.name], `var.${variable.name}`, list, (warnings) =>
        block('variable', [variable.name], variableBody(variable, warnings)),
      ),
    ),
    'locals.tf':
      Object.keys(content.locals).length > 0 ? [block('locals', [], attributes(content.locals, { address: 'locals', list }))] : [],
    'data.tf': content.dataSources.flatMap((source) => resourceBlock('data', source, catalog.dataSource(source.type)?.block, list)),
    'main.tf': [
      ...content.moduleCalls.flatMap((call) =>
        named([call.name], `module.${call.name}`, list, (warnings) => block('module', [call.name], moduleBody(call, warnings))),
      ),
      ...content.resources.flatMap((resource) => resourceBlock('resource', resource, catalog.resource(resource.type)?.block, list)),
    ],
    'outputs.tf': content.outputs.flatMap((output) =>
      named([output.name], `output.${output.name}`, list, (warnings) =>
        block('output', [output.name], [...described(output), attribute('value', output.value, warnings)]),
      ),
    ),
  };
  const files = Object.entries(bodies)
    .filter(([, items]) => items.length > 0)
    .map(([path, items]) => ({ path, content: printBody(items) }));
  return { files, warnings: list };
}

/** One block, or none, with a warning, when a label is no name. */
function named(labels: string[], address: string, list: string[], build: (warnings: Warnings) => BodyItem): BodyItem[] {
  if (labels.every(isIdentifier)) return [build({ address, list })];
  list.push(`${address}: it is left out, because its name may hold letters, digits, _ and - only`);
  return [];
}

function terraformBlock(content: BlueprintContent, catalog: Catalog, backend: BackendSpec | undefined, list: string[]): BodyItem {
  const required = requiredProviders(content, catalog)
    .filter(({ name }) => isIdentifier(name))
    .map(({ name, source, version }) => literalAttribute(name, version === null ? { source } : { source, version }));
  const body: BodyItem[] = [literalAttribute('required_version', REQUIRED_VERSION), block('required_providers', [], required)];
  if (backend && isIdentifier(backend.type))
    body.push(block('backend', [backend.type], attributes(backend.attributes, { address: `backend ${backend.type}`, list })));
  return block('terraform', [], body);
}

function providerBlocks(content: BlueprintContent, catalog: Catalog, list: string[]): BodyItem[] {
  return providerConfigurations(content).flatMap(({ name, alias, attributes: members }) => {
    const address = alias === null ? `provider.${name}` : `provider.${name}.${alias}`;
    return named(alias === null ? [name] : [name, alias], address, list, (warnings) => {
      const aliasItems = alias === null ? [] : [literalAttribute('alias', alias)];
      return block('provider', [name], [...aliasItems, ...bodyItems(members, providerSchema(name, catalog), warnings)]);
    });
  });
}

function providerSchema(name: string, catalog: Catalog): KnownSchema {
  const clouds: CloudProvider[] = ['AWS', 'AZURE', 'GCP'];
  const cloud = clouds.find((one) => providerNames[one] === name);
  return cloud && catalog.provider(cloud).providerBlock();
}

const described = ({ description, sensitive }: { description: string | null; sensitive: boolean }): BodyItem[] => [
  ...(description === null ? [] : [literalAttribute('description', description)]),
  ...(sensitive ? [literalAttribute('sensitive', true)] : []),
];

function variableBody(variable: VariableSpec, warnings: Warnings): BodyItem[] {
  return [
    attributeOfExpression('type', typeExpression(variable.type, warnings)),
    ...described(variable),
    ...(variable.default !== undefined ? [literalAttribute('default', variable.default)] : []),
  ];
}

/** A type constraint is made of names, calls of type constructors, objects and lists of types; only optional() takes values. */
function typeExpression(text: string, warnings: Warnings): Expression {
  const { expression } = parseExpression(text);
  if (expression && isType(expression)) return expression;
  warn(warnings, `the type ${JSON.stringify(text)} is no type expression; any is used`);
  return { kind: 'traversal', root: 'any', steps: [], start: 0, end: 0 };
}

function isType(expression: Expression): boolean {
  if (expression.kind === 'traversal')
    return ['string', 'number', 'bool', 'any', 'list', 'map', 'set'].includes(expression.root) && expression.steps.length === 0;
  if (expression.kind === 'object') return expression.items.every(({ value }) => isType(value));
  if (expression.kind === 'tuple') return expression.items.every(isType);
  if (expression.kind !== 'call' || !['list', 'set', 'map', 'object', 'tuple', 'optional'].includes(expression.name)) return false;
  const [first, second] = expression.arguments;
  return first !== undefined && isType(first) && (second === undefined || expression.name === 'optional');
}

function resourceBlock(kind: 'resource' | 'data', spec: ResourceSpec, schema: KnownSchema, list: string[]): BodyItem[] {
  const address = `${kind === 'data' ? 'data.' : ''}${spec.type}.${spec.name}`;
  return named([spec.type, spec.name], address, list, (warnings) => {
    const provider = spec.providerAlias === null ? null : providerReference(spec.providerAlias, warnings);
    const body = [
      ...repetition(spec, warnings),
      ...(provider ? [attributeOfExpression('provider', provider)] : []),
      ...bodyItems(plainAttributes(spec.attributes, warnings), schema, warnings),
    ];
    return block(
      kind,
      [spec.type, spec.name],
      [...body, ...lifecycleBlock(spec.lifecycle, warnings), ...dependsOn(spec.dependsOn, warnings)],
    );
  });
}

function providerReference(alias: string, warnings: Warnings): Expression | null {
  if (PROVIDER_REFERENCE.test(alias)) return reference(alias, warnings);
  warn(warnings, `the provider ${JSON.stringify(alias)} is left out, because it is no alias such as aws.west`);
  return null;
}

function repetition({ count, forEach }: Pick<ResourceSpec, 'count' | 'forEach'>, warnings: Warnings): BodyItem[] {
  return [
    ...(count === null ? [] : [attribute('count', count, warnings)]),
    ...(forEach === null ? [] : [attribute('for_each', forEach, warnings)]),
  ];
}

function dependsOn(texts: readonly string[], warnings: Warnings): BodyItem[] {
  return texts.length === 0 ? [] : [attributeOfExpression('depends_on', referenceList(texts, warnings))];
}

function moduleBody(call: ModuleCallSpec, warnings: Warnings): BodyItem[] {
  const version = call.version === null ? [] : [literalAttribute('version', call.version)];
  return [
    literalAttribute('source', call.source),
    ...version,
    ...repetition(call, warnings),
    ...attributes(call.inputs, warnings),
    ...dependsOn(call.dependsOn, warnings),
  ];
}

/** The lists of lifecycle name attributes and resources: they are references, not strings. */
function lifecycleBlock(lifecycle: Json, warnings: Warnings): BodyItem[] {
  if (lifecycle === null) return [];
  const members = Array.isArray(lifecycle) && lifecycle.length === 1 ? lifecycle[0] : lifecycle;
  if (!isObject(members)) {
    warn(warnings, 'lifecycle is left out, because it is no object');
    return [];
  }
  const { ignore_changes: ignored, replace_triggered_by: triggers, ...rest } = members as JsonObject;
  const lists = Object.entries({ ignore_changes: ignored, replace_triggered_by: triggers }).flatMap(([name, value]): BodyItem[] => {
    if (value === undefined) return [];
    if (typeof value !== 'string')
      return [attributeOfExpression(name, referenceList(Array.isArray(value) ? value.map(String) : [], warnings))];
    const single = reference(value, warnings);
    return single ? [attributeOfExpression(name, single)] : [];
  });
  return [block('lifecycle', [], [...lists, ...bodyItems(rest, undefined, warnings)])];
}
