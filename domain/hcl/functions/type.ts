import { UNKNOWN, type Value } from '../value';
import { objectFrom, sortedKeys, toBoolean, toItems, toNumber, toObject, toSet, toText, unifyPrimitives } from './conversion';
import { any, top, type FunctionFamily } from './signature';

const orNull = (convert: (value: Value) => Value) => top(1, 1, ([value]) => (value === null ? null : convert(value!)));

function toMap(value: Value): Value {
  const object = toObject(value);
  const keys = sortedKeys(object);
  const items = unifyPrimitives(keys.map((key) => object[key]!));
  return objectFrom(keys.map((key, index) => [key, items[index]!]));
}

export const typeFunctions: FunctionFamily = {
  tobool: orNull(toBoolean),
  tolist: orNull((value) => unifyPrimitives(toItems(value))),
  tomap: orNull(toMap),
  tonumber: orNull(toNumber),
  toset: orNull((value) => toSet(toItems(value))),
  tostring: orNull(toText),
  sensitive: any(1, 1, ([value]) => value!),
  nonsensitive: any(1, 1, ([value]) => value!),
  ephemeralasnull: any(1, 1, () => null),
  issensitive: any(1, 1, () => UNKNOWN),
};
