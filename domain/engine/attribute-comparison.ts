import type { AttributeSchema, BlockSchema, NestedBlockSchema, TypeConstraint } from '../catalog/catalog';
import { isValueObject, type ValueObject } from '../hcl/functions/conversion';
import { isUnknown, type Value } from '../hcl/value';
import { canonicalJson, type Json } from '../json';

/** One attribute that differs; path is dotted with indices. Values are as they were given, not normalised. */
export interface ValueChange {
  path: string;
  before: Value;
  after: Value;
}

export interface CompareOptions {
  /** Leaves out what only the provider decides. */
  ignoreComputedOnly: boolean;
}

const isEmpty = (value: Value): boolean =>
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isValueObject(value) && Object.values(value).every(isEmpty));

/** A policy and the like: the same document however it is spaced and ordered. */
function jsonDocument(text: string): Value | undefined {
  if (!/^\s*[[{]/.test(text) || text.length > 1_000_000) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A text that is equal for values which providers treat as the same: null, "", [] and {}; sets in any order; equal JSON documents. */
function signature(value: Value | undefined, type: TypeConstraint): string {
  if (value === undefined || isEmpty(value)) return '';
  if (typeof value === 'string') return canonicalJson(jsonDocument(value) ?? value);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => signature(item, elementType(type, index)));
    return `[${(isSet(type) ? items.sort() : items).join(',')}]`;
  }
  if (!isValueObject(value)) return canonicalJson(value);
  return membersSignature(Object.entries(value).map(([key, item]) => [key, signature(item, memberType(type, key))]));
}

const membersSignature = (members: [string, string][]): string =>
  `{${members
    .filter(([, text]) => text !== '')
    .map(([key, text]) => `${JSON.stringify(key)}:${text}`)
    .sort()
    .join(',')}}`;

const isSet = (type: TypeConstraint): boolean => typeof type === 'object' && type[0] === 'set';

function elementType(type: TypeConstraint, index: number): TypeConstraint {
  if (typeof type === 'string' || type[0] === 'object') return 'dynamic';
  return type[0] === 'tuple' ? (type[1][index] ?? 'dynamic') : type[1];
}

function memberType(type: TypeConstraint, key: string): TypeConstraint {
  if (typeof type === 'string' || type[0] === 'tuple') return 'dynamic';
  if (type[0] === 'object') return Object.hasOwn(type[1], key) ? type[1][key]! : 'dynamic';
  return type[1];
}

function blockSignature(value: Value | undefined, schema: BlockSchema): string {
  if (value === undefined || isUnknown(value) || !isValueObject(value)) return signature(value, 'dynamic');
  return membersSignature(
    Object.entries(value).map(([name, item]): [string, string] => {
      const nested = schema.blocks.get(name);
      if (!nested) return [name, signature(item, schema.attributes.get(name)?.type ?? 'dynamic')];
      if (!Array.isArray(item)) return [name, blockSignature(item, nested.block)];
      const items = item.map((inner) => blockSignature(inner, nested.block));
      return [name, items.length === 0 ? '' : `[${(nested.nesting === 'set' ? items.sort() : items).join(',')}]`];
    }),
  );
}

/**
 * The attributes in which two objects of a resource type really differ. A set is one attribute; lists, maps and objects are
 * looked into. Without a schema (undefined) every list keeps its order.
 */
export function compareAttributes(
  before: ValueObject,
  after: ValueObject,
  schema: BlockSchema | undefined,
  options: CompareOptions,
): ValueChange[] {
  const changes: ValueChange[] = [];
  compareBlock(before, after, schema, options, '', changes);
  return changes;
}

function compareBlock(
  before: ValueObject,
  after: ValueObject,
  schema: BlockSchema | undefined,
  options: CompareOptions,
  prefix: string,
  changes: ValueChange[],
): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[name] ?? null, after[name] ?? null];
    if (old === now) continue;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const nested = schema?.blocks.get(name);
    if (nested) {
      compareNested(old, now, nested, options, path, changes);
      continue;
    }
    const attribute = schema?.attributes.get(name);
    if (attribute?.writeOnly || (options.ignoreComputedOnly && isProviders(name, attribute))) continue;
    compareValue(old, now, attribute?.type ?? 'dynamic', path, changes);
  }
}

/** Computed only; or a copy of the tags with the provider's defaults, which would show every change of a tag twice. */
function isProviders(name: string, attribute: AttributeSchema | undefined): boolean {
  if (name === 'tags_all') return true;
  return attribute !== undefined && attribute.computed && !attribute.optional && !attribute.required;
}

function compareNested(
  before: Value,
  after: Value,
  nested: NestedBlockSchema,
  options: CompareOptions,
  path: string,
  changes: ValueChange[],
): void {
  if (nested.nesting !== 'set' && Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    before.forEach((item, index) => compareNested(item, after[index]!, nested, options, `${path}.${index}`, changes));
  } else if (isValueObject(before) && isValueObject(after)) {
    compareBlock(before, after, nested.block, options, path, changes);
  } else {
    const wrapped: BlockSchema = { attributes: new Map(), blocks: new Map([['value', nested]]) };
    const text = (value: Value) => blockSignature({ value }, wrapped);
    if (text(before) !== text(after)) changes.push({ path, before, after });
  }
}

function compareValue(before: Value, after: Value, type: TypeConstraint, path: string, changes: ValueChange[]): void {
  if (signature(before, type) === signature(after, type)) return;
  if (isValueObject(before) && isValueObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      compareValue(before[key] ?? null, after[key] ?? null, memberType(type, key), `${path}.${key}`, changes);
  } else if (!isSet(type) && Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    before.forEach((item, index) => compareValue(item, after[index]!, elementType(type, index), `${path}.${index}`, changes));
  } else changes.push({ path, before, after });
}
