import type { AttributeSchema, BlockSchema, NestedBlockSchema, TypeConstraint } from '../catalog/catalog';
import {
  equalValues,
  InvalidValue,
  isValueObject,
  objectFrom,
  toBoolean,
  toNumber,
  toText,
  type ValueObject,
} from '../hcl/functions/conversion';
import { isUnknown, UNKNOWN, type Value } from '../hcl/value';

/**
 * Converts a value to an attribute's type as Terraform does before a provider sees it; what does not fit stays as it is,
 * for validation to name.
 */
export function convertToConstraint(value: Value, type: TypeConstraint): Value {
  if (value === null || isUnknown(value) || type === 'dynamic') return value;
  if (typeof type === 'string') return convertPrimitive(value, type);
  if (type[0] === 'tuple')
    return Array.isArray(value) ? value.map((item, index) => convertToConstraint(item, type[1][index] ?? 'dynamic')) : value;
  if (type[0] === 'object') return convertObject(value, type[1]);
  const [kind, element] = type;
  if (kind !== 'map') return Array.isArray(value) ? value.map((item) => convertToConstraint(item, element)) : value;
  return isValueObject(value) ? objectFrom(Object.entries(value).map(([key, item]) => [key, convertToConstraint(item, element)])) : value;
}

function convertObject(value: Value, types: Record<string, TypeConstraint>): Value {
  if (!isValueObject(value)) return value;
  return objectFrom(
    Object.entries(value).map(([key, item]) => [key, convertToConstraint(item, Object.hasOwn(types, key) ? types[key]! : 'dynamic')]),
  );
}

function convertPrimitive(value: Value, type: 'string' | 'number' | 'bool'): Value {
  try {
    return type === 'string' ? toText(value) : type === 'number' ? toNumber(value) : toBoolean(value);
  } catch (error) {
    if (error instanceof InvalidValue) return value;
    throw error;
  }
}

/** Converts all attributes of a configured block, however deep; what the schema does not know is left alone. */
export function convertToSchema(values: ValueObject, schema: BlockSchema): ValueObject {
  return objectFrom(
    Object.entries(values).map(([name, value]) => {
      const attribute = schema.attributes.get(name);
      if (attribute) return [name, convertToConstraint(value, attribute.type)];
      const nested = schema.blocks.get(name);
      return [name, nested ? mapBlocks(value, (block) => convertToSchema(block, nested.block)) : value];
    }),
  );
}

function mapBlocks(value: Value, change: (block: ValueObject) => Value): Value {
  if (Array.isArray(value)) return value.map((item) => (isValueObject(item) ? change(item) : item));
  return isValueObject(value) ? change(value) : value;
}

/**
 * The whole object of a resource: every attribute of the schema. What is not configured is null, or, where the provider
 * computes it, UNKNOWN; with a prior object it keeps the prior's value, as an update does.
 */
export function completeToSchema(values: ValueObject, schema: BlockSchema, prior?: ValueObject): ValueObject {
  const complete = objectFrom([]);
  for (const [name, attribute] of schema.attributes)
    complete[name] = completeAttribute(values[name], attribute, prior ? (prior[name] ?? null) : undefined);
  for (const [name, nested] of schema.blocks)
    complete[name] = completeBlocks(values[name], nested, prior ? (prior[name] ?? null) : undefined);
  return complete;
}

function completeAttribute(value: Value | undefined, attribute: AttributeSchema, prior: Value | undefined): Value {
  if (attribute.writeOnly) return null;
  if (value !== undefined && value !== null) return completeToConstraint(value, attribute.type);
  return attribute.computed ? (prior ?? (prior === null ? null : UNKNOWN)) : null;
}

/** Objects have all attributes of their type. */
function completeToConstraint(value: Value, type: TypeConstraint): Value {
  if (typeof type === 'string' || value === null || isUnknown(value)) return value;
  if (type[0] === 'object') {
    if (!isValueObject(value)) return value;
    return objectFrom(Object.entries(type[1]).map(([key, inner]) => [key, completeToConstraint(value[key] ?? null, inner)]));
  }
  if (type[0] === 'tuple') return value;
  const [, inner] = type;
  if (Array.isArray(value)) return value.map((item) => completeToConstraint(item, inner));
  return isValueObject(value) ? objectFrom(Object.entries(value).map(([key, item]) => [key, completeToConstraint(item, inner)])) : value;
}

function completeBlocks(value: Value | undefined, { nesting, block }: NestedBlockSchema, prior: Value | undefined): Value {
  const complete = (item: Value, before: Value | undefined): Value =>
    isValueObject(item) ? completeToSchema(item, block, isValueObject(before) ? before : undefined) : item;
  if (isUnknown(value)) return UNKNOWN;
  if (nesting === 'map') {
    const olds = isValueObject(prior) ? prior : objectFrom([]);
    return objectFrom(isValueObject(value) ? Object.entries(value).map(([key, item]) => [key, complete(item, olds[key])]) : []);
  }
  const items = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
  if (nesting === 'single' || nesting === 'group') return items[0] === undefined ? null : complete(items[0], prior);
  const olds = Array.isArray(prior) ? prior : [];
  return items.map((item, index) => complete(item, nesting === 'set' ? olds.find((old) => agrees(old, item)) : olds[index]));
}

/** True when an element of a set is the one that a configured block describes: what is configured is the same in both. */
function agrees(old: Value | undefined, configured: Value): boolean {
  if (configured === null) return true;
  if (old === undefined || isUnknown(configured)) return false;
  if (isValueObject(configured))
    return isValueObject(old) && Object.entries(configured).every(([name, item]) => agrees(old[name] ?? null, item));
  if (Array.isArray(configured))
    return Array.isArray(old) && old.length === configured.length && configured.every((item) => old.some((other) => agrees(other, item)));
  return equalValues(configured, old) === true;
}
