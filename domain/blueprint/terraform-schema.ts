import type { BlockSchema, TypeConstraint } from '../catalog/catalog';
import { isObject, type Json, type JsonObject } from '../json';

/** undefined: nothing is known of the type, so a list of objects is taken for blocks. */
export type KnownSchema = BlockSchema | undefined;

export interface NestedBlocks {
  bodies: JsonObject[];
  schema: KnownSchema;
}

/**
 * The bodies of nested blocks that a member stands for; null: it is written as an attribute. Older providers have attributes
 * that are lists of objects and are written as blocks, because an attribute would need every member of each object: such a
 * one is written as blocks when a member is missing.
 */
export function nestedBlocks(name: string, value: Json, schema: KnownSchema): NestedBlocks | null {
  const nested = schema?.blocks.get(name);
  if (nested) {
    const bodies = value === null ? [] : bodiesOf(value);
    return bodies && { bodies, schema: nested.block };
  }
  const bodies = Array.isArray(value) && value.length > 0 ? bodiesOf(value) : null;
  if (!bodies) return null;
  const attribute = schema?.attributes.get(name);
  if (!attribute) return { bodies, schema: undefined };
  const members = objectMembers(attribute.type);
  if (!members || bodies.every((body) => Object.keys(members).every((member) => member in body))) return null;
  return { bodies, schema: schemaOfMembers(members) };
}

function bodiesOf(value: Json): JsonObject[] | null {
  const list = Array.isArray(value) ? value : [value];
  return list.every((item): item is JsonObject => isObject(item)) ? list : null;
}

/** The members of the objects in a list or set of objects. */
export function objectMembers(type: TypeConstraint): Record<string, TypeConstraint> | null {
  if (!Array.isArray(type) || (type[0] !== 'list' && type[0] !== 'set')) return null;
  const element = type[1];
  return Array.isArray(element) && element[0] === 'object' ? element[1] : null;
}

function schemaOfMembers(members: Record<string, TypeConstraint>): BlockSchema {
  const attributes = Object.entries(members).map(
    ([name, type]) =>
      [name, { type, required: false, optional: true, computed: false, sensitive: false, deprecated: false, writeOnly: false }] as const,
  );
  return { attributes: new Map(attributes), blocks: new Map() };
}
