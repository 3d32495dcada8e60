import type { BlockSchema } from '../catalog/catalog';
import { isObject, type Json, type JsonObject } from '../json';

/**
 * Brings what the schema calls blocks into the shape of blocks: sources also write a block as an attribute with one object,
 * or with an empty list, which is no block at all.
 */
export function blocksAsArrays(members: JsonObject, schema: BlockSchema | undefined): JsonObject {
  if (!schema) return members;
  const entries = Object.entries(members).flatMap(([name, value]): [string, Json][] => {
    const nested = schema.blocks.get(name);
    if (!nested || value === null || typeof value !== 'object') return [[name, value]];
    const bodies = Array.isArray(value) ? value : [value];
    if (bodies.length === 0) return [];
    return [[name, bodies.map((body) => (isObject(body) ? blocksAsArrays(body as JsonObject, nested.block) : body))]];
  });
  return Object.fromEntries(entries);
}
