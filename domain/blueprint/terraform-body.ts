import type { AttributeNode, BlockNode, BodyItem, Expression } from '../hcl/ast';
import { fromJson, literalFromJson } from '../hcl/json-syntax';
import { parseExpression } from '../hcl/parse';
import { isIdentifier } from '../hcl/print-text';
import { isObject, type Json, type JsonObject } from '../json';
import { nestedBlocks, type KnownSchema } from './terraform-schema';

/** Collects what could not be generated as it was given. */
export interface Warnings {
  address: string;
  list: string[];
}

export const warn = (warnings: Warnings, message: string): void => void warnings.list.push(`${warnings.address}: ${message}`);

export const block = (type: string, labels: string[], body: BodyItem[]): BlockNode => ({
  kind: 'block',
  type,
  labels,
  body,
  start: 0,
  end: 0,
});
export const attributeOfExpression = (name: string, expression: Expression): AttributeNode => ({
  kind: 'attribute',
  name,
  expression,
  start: 0,
  end: 0,
});
export const literalAttribute = (name: string, value: Json): AttributeNode => attributeOfExpression(name, literalFromJson(value));

/** An attribute whose value follows Terraform's JSON syntax. */
export function attribute(name: string, value: Json, warnings: Warnings): AttributeNode {
  const { expression, diagnostics } = fromJson(value, [name]);
  for (const { path, summary } of diagnostics) warn(warnings, `${path?.join('.') ?? name} is kept as plain text: ${summary}`);
  return attributeOfExpression(name, expression);
}

/** Members that a resource sets in fields of their own, and those that would run commands on the machine that deploys. */
const NOT_ATTRIBUTES = new Set(['count', 'for_each', 'provider', 'depends_on', 'lifecycle', 'provisioner', 'connection']);

/** The attributes of a resource or data source without what Terraform would not read as an attribute. */
export function plainAttributes(members: JsonObject, warnings: Warnings): JsonObject {
  const names = Object.keys(members).filter((name) => NOT_ATTRIBUTES.has(name));
  for (const name of names) warn(warnings, `${name} is left out of the attributes, where it is not allowed`);
  return names.length === 0 ? members : Object.fromEntries(Object.entries(members).filter(([name]) => !NOT_ATTRIBUTES.has(name)));
}

/** Names in code unit order: the order of JSON members carries nothing, and equal content must give equal files. */
export const sortedEntries = (members: JsonObject): [string, Json][] =>
  Object.entries(members).sort(([left], [right]) => (left < right ? -1 : 1));

/** Members that are attributes whatever they hold: locals, inputs of modules. */
export function attributes(members: JsonObject, warnings: Warnings): AttributeNode[] {
  return validEntries(members, warnings).map(([name, value]) => attribute(name, value, warnings));
}

function validEntries(members: JsonObject, warnings: Warnings): [string, Json][] {
  return sortedEntries(members).filter(([name]) => {
    if (isIdentifier(name)) return true;
    warn(warnings, `${JSON.stringify(name)} is left out, because it is no name of an attribute`);
    return false;
  });
}

/** The body of a resource or nested block: attributes by name, then blocks by name, dynamic ones last. */
export function bodyItems(members: JsonObject, schema: KnownSchema, warnings: Warnings): BodyItem[] {
  const attributeItems: BodyItem[] = [];
  const blockItems: BodyItem[] = [];
  const dynamicItems: BodyItem[] = [];
  for (const [name, value] of validEntries(members, warnings)) {
    const dynamics = name === 'dynamic' ? dynamicEntries(value) : null;
    const nested = dynamics ? null : nestedBlocks(name, value, schema);
    if (dynamics) dynamicItems.push(...dynamics.flatMap(([type, spec]) => dynamicBlock(type, spec, schema, warnings)));
    else if (nested) blockItems.push(...nested.bodies.map((body) => block(name, [], bodyItems(body, nested.schema, warnings))));
    else attributeItems.push(attribute(name, value, warnings));
  }
  return [...attributeItems, ...blockItems, ...dynamicItems];
}

/** `[{ingress: {...}}]` and `{ingress: [{...}]}` are both Terraform's JSON syntax. */
function dynamicEntries(value: Json): [string, JsonObject][] | null {
  const entries: [string, JsonObject][] = [];
  for (const item of Array.isArray(value) ? value : [value]) {
    if (!isObject(item)) return null;
    for (const [type, specs] of sortedEntries(item as JsonObject)) {
      for (const spec of Array.isArray(specs) ? specs : [specs]) {
        if (!isObject(spec)) return null;
        entries.push([type, spec as JsonObject]);
      }
    }
  }
  return entries;
}

function dynamicBlock(type: string, spec: JsonObject, schema: KnownSchema, warnings: Warnings): BodyItem[] {
  if (!isIdentifier(type)) {
    warn(warnings, `The dynamic block ${JSON.stringify(type)} is left out, because it is no name of a block`);
    return [];
  }
  const { content = {}, iterator, ...rest } = spec;
  const body: BodyItem[] = attributes(rest, warnings);
  if (typeof iterator === 'string' && isIdentifier(iterator)) body.push(attributeOfExpression('iterator', name(iterator)));
  else if (iterator !== undefined) warn(warnings, `The iterator of the dynamic block ${type} is left out, because it is no name`);
  const nested = nestedBlocks(type, Array.isArray(content) ? content : [content], schema);
  const bodies = nested?.bodies ?? (Array.isArray(content) ? content : [content]).filter((item): item is JsonObject => isObject(item));
  body.push(...bodies.map((inner) => block('content', [], bodyItems(inner, nested?.schema, warnings))));
  return [block('dynamic', [type], body)];
}

const name = (root: string): Expression => ({ kind: 'traversal', root, steps: [], start: 0, end: 0 });

/** A text that must be a reference such as aws_vpc.main or tags["Name"]; null, with a warning, when it is anything else. */
export function reference(text: string, warnings: Warnings): Expression | null {
  const bare = /^\$\{(.*)\}$/s.exec(text)?.[1] ?? text;
  const { expression } = parseExpression(bare);
  const isReference =
    expression?.kind === 'traversal' &&
    expression.steps.every(
      (step) => step.kind === 'attribute' || (step.kind === 'index' && (step.key.kind === 'string' || step.key.kind === 'number')),
    );
  if (isReference) return expression;
  warn(warnings, `${JSON.stringify(text)} is left out, because it is no reference`);
  return null;
}

export function referenceList(texts: readonly string[], warnings: Warnings): Expression {
  const items = texts.flatMap((text) => reference(text, warnings) ?? []);
  return { kind: 'tuple', items, start: 0, end: 0 };
}
