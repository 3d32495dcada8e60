import { isUnknown, UNKNOWN, type Value } from '../value';
import { compareStrings, distinctValues, equalValues, InvalidValue, isValueObject, objectFrom, sortedKeys, toInteger } from './conversion';
import { toBoolean, toItems, toNumber, toObject, toText, typeName, unifyPrimitives } from './conversion';
import { any, top, whole, type FunctionFamily } from './signature';
import { characterCount } from './string';

const largestRange = 1_024;

function allTrue(items: Value[]): Value {
  if (items.some((item) => item === null || (!isUnknown(item) && !toBoolean(item)))) return false;
  return items.some(isUnknown) ? UNKNOWN : true;
}

function anyTrue(items: Value[]): Value {
  if (items.some((item) => item !== null && !isUnknown(item) && toBoolean(item))) return true;
  return items.some(isUnknown) ? UNKNOWN : false;
}

function chunks(items: Value[], size: number): Value {
  if (size < 0) throw new InvalidValue('the size argument must be positive');
  if (size === 0) return items.length === 0 ? [] : [items];
  return Array.from({ length: Math.ceil(items.length / size) }, (_unused, index) => items.slice(index * size, (index + 1) * size));
}

function coalesce(args: Value[]): Value {
  const unified = unifyPrimitives(args);
  for (const value of unified) {
    if (isUnknown(value)) return UNKNOWN;
    if (value !== null && value !== '') return value;
  }
  throw new InvalidValue('no non-null, non-empty-string arguments');
}

function coalesceList(args: Value[]): Value {
  for (const value of args) {
    if (value === null) continue;
    if (isUnknown(value)) return UNKNOWN;
    if ((Array.isArray(value) && value.length > 0) || (isValueObject(value) && Object.keys(value).length > 0)) return value;
  }
  throw new InvalidValue('no non-null, non-empty arguments');
}

function contains([list, wanted]: Value[]): Value {
  if (isUnknown(list!)) return UNKNOWN;
  const results = toItems(list!).map((item) => looselyEqual(item, wanted!));
  if (results.includes(true)) return true;
  return results.includes(undefined) ? UNKNOWN : false;
}

/** Terraform converts the searched value to the list's element type before it compares. */
function looselyEqual(item: Value, wanted: Value): boolean | undefined {
  const primitive = (value: Value) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return primitive(item) && primitive(wanted) ? toText(item) === toText(wanted) : equalValues(item, wanted);
}

function element(items: Value[], index: number): Value {
  if (items.length === 0) throw new InvalidValue('cannot use element function with an empty list');
  return items[((index % items.length) + items.length) % items.length]!;
}

function flatten(items: Value[]): Value {
  const result: Value[] = [];
  for (const item of items) {
    if (isUnknown(item)) return UNKNOWN;
    const inner = Array.isArray(item) ? flatten(item) : [item];
    if (!Array.isArray(inner)) return UNKNOWN;
    for (const value of inner) result.push(value);
  }
  return result;
}

function indexOf(items: Value[], wanted: Value): Value {
  const results = items.map((item) => looselyEqual(item, wanted));
  const index = results.indexOf(true);
  const open = results.indexOf(undefined);
  if (open >= 0 && (index < 0 || open < index)) return UNKNOWN;
  if (index < 0) throw new InvalidValue('item not found');
  return index;
}

function length([value]: Value[]): Value {
  if (typeof value === 'string') return characterCount(value);
  if (Array.isArray(value)) return value.length;
  if (isValueObject(value)) return Object.keys(value).length;
  throw new InvalidValue(`a string, list, map or set is required, not ${typeName(value!)}`);
}

function lookup([map, key, fallback]: Value[]): Value {
  const object = toObject(map!);
  const found = object[toText(key!)];
  if (found !== undefined) return found;
  if (fallback === undefined) throw new InvalidValue(`the given map does not contain the key "${toText(key!)}"`);
  return fallback;
}

function matchKeys([values, keys, wanted]: Value[]): Value {
  const list = toItems(values!);
  const names = toItems(keys!);
  if (list.length !== names.length) throw new InvalidValue('length of keys and values should be equal');
  return list.filter((_value, index) => toItems(wanted!).some((key) => looselyEqual(names[index]!, key) === true));
}

function merge(args: Value[]): Value {
  if (args.some(isUnknown)) return UNKNOWN;
  return objectFrom(args.filter((arg) => arg !== null).flatMap((arg) => Object.entries(toObject(arg))));
}

function one(value: Value): Value {
  if (value === null) return null;
  const items = toItems(value);
  if (items.length > 1) throw new InvalidValue('must be a list, set, or tuple value with either zero or one elements');
  return items[0] ?? null;
}

function range(args: Value[]): Value {
  const numbers = args.map(toNumber);
  const [start, end] = numbers.length === 1 ? [0, numbers[0]!] : [numbers[0]!, numbers[1]!];
  const step = numbers[2] ?? (end < start ? -1 : 1);
  if (step === 0) throw new InvalidValue('step must not be zero');
  if ((step > 0 && end < start) || (step < 0 && end > start)) throw new InvalidValue('end must lie in the direction of step');
  const result: number[] = [];
  for (let value = start; step > 0 ? value < end : value > end; value += step) {
    if (result.length >= largestRange)
      throw new InvalidValue(
        `more than ${largestRange} values were generated; either decrease the difference between start and end or use a smaller number of steps`,
      );
    result.push(value);
  }
  return result;
}

function slice([list, from, to]: Value[]): Value {
  const items = toItems(list!);
  const start = toInteger(from!);
  const end = toInteger(to!);
  if (start < 0 || end > items.length || start > end) throw new InvalidValue('the indices must lie within the list, start before end');
  return items.slice(start, end);
}

function sum(items: Value[]): Value {
  if (items.length === 0) throw new InvalidValue('cannot sum an empty list');
  return items.map(toNumber).reduce((total, value) => Number((total + value).toPrecision(15)), 0);
}

function transpose(map: Value): Value {
  const result = new Map<string, string[]>();
  const object = toObject(map);
  for (const key of sortedKeys(object))
    for (const item of toItems(object[key]!).map(toText)) result.set(item, [...(result.get(item) ?? []), key]);
  return objectFrom([...result].sort(([a], [b]) => compareStrings(a, b)));
}

function zipMap([keys, values]: Value[]): Value {
  const names = toItems(keys!);
  const items = toItems(values!);
  if (names.length !== items.length) throw new InvalidValue('number of keys and values must match');
  if (names.some(isUnknown)) return UNKNOWN;
  return objectFrom(names.map((name, index) => [toText(name), items[index]!]));
}

function objectValues(value: Value): Value {
  const object = toObject(value);
  return sortedKeys(object).map((key) => object[key]!);
}

export const collectionFunctions: FunctionFamily = {
  alltrue: top(1, 1, ([list]) => allTrue(toItems(list!))),
  anytrue: top(1, 1, ([list]) => anyTrue(toItems(list!))),
  chunklist: top(2, 2, ([list, size]) => chunks(toItems(list!), toInteger(size!))),
  coalesce: any(1, Infinity, coalesce),
  coalescelist: any(1, Infinity, coalesceList),
  compact: whole(1, 1, ([list]) =>
    toItems(list!)
      .filter((item) => item !== null && item !== '')
      .map(toText),
  ),
  concat: top(1, Infinity, (args) => args.flatMap(toItems)),
  contains: any(2, 2, contains),
  distinct: whole(1, 1, ([list]) => distinctValues(toItems(list!))),
  element: top(2, 2, ([list, index]) => element(toItems(list!), toInteger(index!))),
  flatten: top(1, 1, ([list]) => flatten(toItems(list!))),
  index: top(2, 2, ([list, wanted]) => indexOf(toItems(list!), wanted!)),
  keys: top(1, 1, ([map]) => sortedKeys(toObject(map!))),
  length: top(1, 1, length),
  list: top(0, Infinity, (args) => args),
  lookup: top(2, 3, lookup),
  map: whole(0, Infinity, (args) =>
    objectFrom(Array.from({ length: Math.floor(args.length / 2) }, (_unused, index) => [toText(args[index * 2]!), args[index * 2 + 1]!])),
  ),
  matchkeys: whole(3, 3, matchKeys),
  merge: any(0, Infinity, merge),
  one: top(1, 1, ([list]) => one(list!)),
  range: whole(1, 3, range),
  reverse: top(1, 1, ([list]) => [...toItems(list!)].reverse()),
  slice: top(3, 3, slice),
  sort: whole(1, 1, ([list]) => toItems(list!).map(toText).sort(compareStrings)),
  sum: whole(1, 1, ([list]) => sum(toItems(list!))),
  transpose: whole(1, 1, ([map]) => transpose(map!)),
  values: top(1, 1, ([map]) => objectValues(map!)),
  zipmap: top(2, 2, zipMap),
};
