import { isObject, type Json, type JsonObject } from '../json';

type Container = Json[] | JsonObject;

const isContainer = (value: Json | undefined): value is Container => Array.isArray(value) || isObject(value);

function member(container: Container, key: string): Json | undefined {
  if (Array.isArray(container)) return /^\d+$/.test(key) ? container[Number(key)] : undefined;
  return Object.hasOwn(container, key) ? container[key] : undefined;
}

/** The value at a dotted path, e.g. root_block_device.0.volume_size; undefined: there is none. */
export function valueAt(values: JsonObject, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((value, key) => (isContainer(value) ? member(value, key) : undefined), values);
}

/** A copy with values put at dotted paths; a path through something that is not there is left out. */
export function withUnknowns(values: JsonObject, unknown: readonly { path: string; text: Json }[]): JsonObject {
  if (unknown.length === 0) return values;
  const copy = structuredCopy(values) as JsonObject;
  for (const { path, text } of unknown) {
    const keys = path.split('.');
    const last = keys.pop()!;
    const parent = keys.length === 0 ? copy : valueAt(copy, keys.join('.'));
    if (Array.isArray(parent)) {
      if (/^\d+$/.test(last) && Number(last) <= parent.length) parent[Number(last)] = text;
    } else if (isObject(parent)) (parent as JsonObject)[last] = text;
  }
  return copy;
}

function structuredCopy(value: Json): Json {
  if (Array.isArray(value)) return value.map(structuredCopy);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value as JsonObject).map(([key, item]) => [key, structuredCopy(item)]))
    : value;
}

/** A copy without nulls and empty lists: a plan writes down attributes and blocks that are not there, a design leaves them out. */
export function withoutAbsent(values: JsonObject): JsonObject {
  const isThere = ([, value]: [string, Json]) => value !== null && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(
    Object.entries(values)
      .filter(isThere)
      .map(([key, value]) => [key, present(value)]),
  );
}

function present(value: Json): Json {
  if (Array.isArray(value)) return value.map(present);
  return isObject(value) ? withoutAbsent(value as JsonObject) : value;
}
