import { isValueObject } from '../hcl/functions/conversion';
import { isUnknown, type Value } from '../hcl/value';
import type { Json } from '../json';

/** A Value as plan JSON shows it: unknown members are left out, unknown elements are null. */
export function jsonOfKnown(value: Value): Json {
  if (isUnknown(value)) return null;
  if (Array.isArray(value)) return value.map(jsonOfKnown);
  if (!isValueObject(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (isUnknown(item) ? [] : [[key, jsonOfKnown(item)] as const])));
}

/** after_unknown of plan JSON: true where the value is unknown, nested like the value. */
export function unknownMask(value: Value): Json {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.map((item) => unknownMask(item));
  if (!isValueObject(value)) return false;
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => memberMask(key, item)));
}

function memberMask(key: string, item: Value): [string, Json][] {
  if (!isUnknown(item) && (item === null || typeof item !== 'object')) return [];
  return [[key, unknownMask(item)]];
}
