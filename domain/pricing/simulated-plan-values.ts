import type { BlockSchema } from '../catalog/catalog';
import { isObject, type Json, type JsonObject } from '../json';

/**
 * Values without those that the cloud chose: attributes that are computed by their schema and that the design leaves out.
 * A simulated cloud fills them with samples (iops 0, tenancy "tenancy-i-0a1b"), which would be priced as if they were meant.
 */
export function withoutComputed(values: JsonObject, schema: BlockSchema, designed: JsonObject): JsonObject {
  const isLeftOut = (name: string): boolean => designed[name] === undefined || designed[name] === null;
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !(schema.attributes.get(name)?.computed && isLeftOut(name)))
      .map(([name, value]) => {
        const nested = schema.blocks.get(name);
        return [name, nested ? blocksWithoutComputed(value, nested.block, designed[name]) : value];
      }),
  );
}

/** Blocks are matched by position; one without a partner in the design keeps its values. */
function blocksWithoutComputed(value: Json, schema: BlockSchema, designed: Json | undefined): Json {
  if (Array.isArray(value)) {
    const partners = Array.isArray(designed) ? designed : [designed];
    return value.map((block, index) => blocksWithoutComputed(block, schema, partners[index]));
  }
  const partner = Array.isArray(designed) ? designed[0] : designed;
  return isObject(value) && isObject(partner) ? withoutComputed(value as JsonObject, schema, partner as JsonObject) : value;
}
