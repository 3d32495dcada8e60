import type { Catalog, TypeConstraint } from '../catalog/catalog';
import { parseTemplate } from '../hcl/parse';
import { escapeSequences, isIdentifier } from '../hcl/print-text';
import { isObject, type Json, type JsonObject } from '../json';
import type { BlueprintContent, ModuleCallSpec, ResourceSpec, VariableSpec } from './content';
import { plainAttributes, sortedEntries, type Warnings } from './terraform-body';
import type { GeneratedTerraform } from './terraform-files';
import { providerConfigurations, REQUIRED_VERSION, requiredProviders } from './terraform-providers';
import { objectMembers, type KnownSchema } from './terraform-schema';

/**
 * The same configuration as generateTerraform in Terraform's JSON syntax: one file main.tf.json, keys sorted, two blanks of
 * indentation, byte-identical for equal content.
 */
export function generateTerraformJson(content: BlueprintContent, catalog: Catalog): GeneratedTerraform {
  const list: string[] = [];
  const required = requiredProviders(content, catalog).map(({ name, source, version }) => [
    name,
    version === null ? { source } : { source, version },
  ]);
  const document: JsonObject = {
    terraform: { required_version: REQUIRED_VERSION, required_providers: Object.fromEntries(required) },
    provider: providers(content, list),
    variable: section(content.variables, list, variableBody),
    locals: templates(content.locals, { address: 'locals', list }),
    data: resources(content.dataSources, 'data.', (type) => catalog.dataSource(type)?.block, list),
    module: section(content.moduleCalls, list, moduleBody),
    resource: resources(content.resources, '', (type) => catalog.resource(type)?.block, list),
    output: section(content.outputs, list, ({ value, description, sensitive }, warnings) => ({
      value: templates(value, warnings),
      ...described(description, sensitive),
    })),
  };
  const used = Object.fromEntries(Object.entries(document).filter(([, value]) => isObject(value) && Object.keys(value).length > 0));
  return { files: [{ path: 'main.tf.json', content: `${JSON.stringify(sorted(used), null, 2)}\n` }], warnings: list };
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(sortedEntries(value).map(([key, member]) => [key, sorted(member)]));
}

/** Terraform reads values and keys as templates: keys are data here, and so is a string whose sequences do not parse. */
function templates(value: Json, warnings: Warnings): Json {
  if (Array.isArray(value)) return value.map((item) => templates(item, warnings));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [escapeSequences(key), templates(member, warnings)]));
  if (typeof value !== 'string' || parseTemplate(value).expression) return value;
  warnings.list.push(`${warnings.address}: ${JSON.stringify(value)} is kept as plain text, because it does not parse`);
  return escapeSequences(value);
}

function section<T extends { name: string }>(
  items: readonly T[],
  list: string[],
  build: (item: T, warnings: Warnings) => JsonObject,
): JsonObject {
  const entries = items
    .filter(({ name }) => isName(name, name, list))
    .map((item) => [item.name, build(item, { address: item.name, list })] as const);
  return Object.fromEntries(entries);
}

function isName(name: string, address: string, list: string[]): boolean {
  if (isIdentifier(name)) return true;
  list.push(`${address}: it is left out, because its name may hold letters, digits, _ and - only`);
  return false;
}

const described = (description: string | null, sensitive: boolean): JsonObject => ({
  ...(description === null ? {} : { description }),
  ...(sensitive ? { sensitive } : {}),
});

/** Terraform reads the type, the default and the description of a variable as they are written, not as templates. */
function variableBody(variable: VariableSpec): JsonObject {
  return {
    type: variable.type,
    ...described(variable.description, variable.sensitive),
    ...(variable.default !== undefined ? { default: variable.default } : {}),
  };
}

function moduleBody(call: ModuleCallSpec, warnings: Warnings): JsonObject {
  const inputs = templates(call.inputs, warnings) as JsonObject;
  return { ...inputs, source: call.source, ...(call.version === null ? {} : { version: call.version }), ...metaMembers(call, warnings) };
}

function metaMembers({ count, forEach, dependsOn }: Pick<ResourceSpec, 'count' | 'forEach' | 'dependsOn'>, warnings: Warnings): JsonObject {
  return {
    ...(count === null ? {} : { count: templates(count, warnings) }),
    ...(forEach === null ? {} : { for_each: templates(forEach, warnings) }),
    ...(dependsOn.length === 0 ? {} : { depends_on: dependsOn }),
  };
}

function resources(specs: readonly ResourceSpec[], prefix: string, schemaOf: (type: string) => KnownSchema, list: string[]): JsonObject {
  const types = new Map<string, [string, Json][]>();
  for (const spec of specs) {
    const address = `${prefix}${spec.type}.${spec.name}`;
    if (!isName(spec.type, address, list) || !isName(spec.name, address, list)) continue;
    const members = types.get(spec.type) ?? [];
    types.set(spec.type, members);
    members.push([spec.name, resourceBody(spec, schemaOf(spec.type), { address, list })]);
  }
  return Object.fromEntries([...types].map(([type, members]) => [type, Object.fromEntries(members)]));
}

function resourceBody(spec: ResourceSpec, schema: KnownSchema, warnings: Warnings): JsonObject {
  const attributes = templates(plainAttributes(spec.attributes, warnings), warnings) as JsonObject;
  return {
    ...withWholeObjects(attributes, schema),
    ...metaMembers(spec, warnings),
    ...(spec.providerAlias === null ? {} : { provider: spec.providerAlias }),
    ...(spec.lifecycle === null ? {} : { lifecycle: templates(spec.lifecycle, warnings) }),
  };
}

/** In JSON an attribute that is a list of objects needs every member of each object, while native syntax allows blocks. */
function withWholeObjects(members: JsonObject, schema: KnownSchema): JsonObject {
  if (!schema) return members;
  const entries = Object.entries(members).map(([name, value]) => {
    const nested = schema.blocks.get(name)?.block;
    if (nested && Array.isArray(value))
      return [name, value.map((body) => (isObject(body) ? withWholeObjects(body as JsonObject, nested) : body))];
    const attribute = schema.attributes.get(name);
    return [name, attribute ? wholeObjects(value, attribute.type) : value];
  });
  return Object.fromEntries(entries);
}

function wholeObjects(value: Json, type: TypeConstraint): Json {
  const members = objectMembers(type);
  if (!members || !Array.isArray(value)) return value;
  return value.map((item) => {
    if (!isObject(item)) return item;
    const body = item as JsonObject;
    const filled = Object.entries(members).map(([name, member]) => [name, name in body ? wholeObjects(body[name] ?? null, member) : null]);
    return { ...body, ...Object.fromEntries(filled) };
  });
}

function providers(content: BlueprintContent, list: string[]): JsonObject {
  const names = new Map<string, Json[]>();
  for (const { name, alias, attributes } of providerConfigurations(content)) {
    if (!isName(name, `provider.${name}`, list)) continue;
    const body = templates(attributes, { address: `provider.${name}`, list }) as JsonObject;
    names.set(name, [...(names.get(name) ?? []), alias === null ? body : { ...body, alias }]);
  }
  return Object.fromEntries(names);
}
