import { Big } from 'big.js';
import { isUnknown, UNKNOWN, type Value } from '../value';

/** An argument or operand that Terraform would refuse; the evaluator turns it into an INVALID_EXPRESSION diagnostic. */
export class InvalidValue extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InvalidValue';
  }
}

export type ValueObject = { [key: string]: Value };

/** A null-prototype object, so that a key such as __proto__ is an ordinary key. */
export function objectFrom(entries: Iterable<readonly [string, Value]>): ValueObject {
  const object = Object.create(null) as ValueObject;
  for (const [key, value] of entries) object[key] = value;
  return object;
}

export const isValueObject = (value: Value | undefined): value is ValueObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && !isUnknown(value);

/** Terraform orders strings by their UTF-8 bytes, which is the order of their code points. */
export function compareStrings(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a === b) continue;
    const surrogates = Number(a >= 0xd800 && a <= 0xdfff) - Number(b >= 0xd800 && b <= 0xdfff);
    return surrogates === 0 ? a - b : surrogates;
  }
  return left.length - right.length;
}

/** Keys in the order in which Terraform walks maps and objects. */
export const sortedKeys = (object: ValueObject): string[] => Object.keys(object).sort(compareStrings);

/** A number as Terraform prints it: decimal digits, never an exponent. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '0';
  const text = String(value);
  return text.includes('e') ? new Big(text).toFixed() : text;
}

export const typeName = (value: Value): string => {
  if (value === null) return 'null';
  if (isUnknown(value)) return 'unknown';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'object';
  return typeof value === 'boolean' ? 'bool' : typeof value;
};

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** Terraform's automatic conversion to string; throws InvalidValue for null and collections. */
export function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  throw new InvalidValue(`a string is required, not ${typeName(value)}`);
}

/** Terraform's automatic conversion to number. */
export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && decimal.test(value)) return Number(value);
  throw new InvalidValue(`a number is required, not ${typeof value === 'string' ? `"${value}"` : typeName(value)}`);
}

export function toInteger(value: Value): number {
  const number = toNumber(value);
  if (!Number.isInteger(number)) throw new InvalidValue(`a whole number is required, not ${numberText(number)}`);
  return number;
}

/** Terraform's automatic conversion to bool: besides true and false also their texts. */
export function toBoolean(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  if (value === 'false') return false;
  throw new InvalidValue(`a bool is required, not ${typeof value === 'string' ? `"${value}"` : typeName(value)}`);
}

export function toItems(value: Value): Value[] {
  if (Array.isArray(value)) return value;
  throw new InvalidValue(`a list or set is required, not ${typeName(value)}`);
}

export function toObject(value: Value): ValueObject {
  if (isValueObject(value)) return value;
  throw new InvalidValue(`a map or object is required, not ${typeName(value)}`);
}

/** Equality as `==` sees it; undefined while an unknown part leaves it open. */
export function equalValues(left: Value, right: Value): boolean | undefined {
  if (isUnknown(left) || isUnknown(right)) return undefined;
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return false;
    return allEqual(left.map((item, index) => equalValues(item, right[index]!)));
  }
  if (isValueObject(left) && isValueObject(right)) {
    const keys = Object.keys(left);
    if (keys.length !== Object.keys(right).length || keys.some((key) => !(key in right))) return false;
    return allEqual(keys.map((key) => equalValues(left[key]!, right[key]!)));
  }
  return left === right;
}

function allEqual(results: (boolean | undefined)[]): boolean | undefined {
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}

/**
 * Elements of a list, set or tuple brought to one type where Terraform would: as soon as one is a string, numbers and
 * bools become strings.
 */
export function unifyPrimitives(items: Value[]): Value[] {
  const mixed =
    items.some((item) => typeof item === 'string') && items.some((item) => typeof item === 'number' || typeof item === 'boolean');
  return mixed ? items.map((item) => (typeof item === 'number' || typeof item === 'boolean' ? toText(item) : item)) : items;
}

/** The distinct elements in their first order. */
export function distinctValues(items: Value[]): Value[] {
  const seen = new Set<Value>();
  const result: Value[] = [];
  for (const item of items) {
    if (item !== null && typeof item === 'object') {
      if (!result.some((other) => equalValues(item, other) === true)) result.push(item);
    } else if (!seen.has(item)) {
      seen.add(item);
      result.push(item);
    }
  }
  return result;
}

/** A set: distinct elements, primitives in Terraform's order. */
export function toSet(items: Value[]): Value[] {
  const distinct = distinctValues(unifyPrimitives(items));
  if (distinct.every((item) => typeof item === 'string')) return distinct.sort(compareStrings);
  if (distinct.every((item) => typeof item === 'number')) return distinct.sort((a, b) => a - b);
  return distinct;
}

/** UNKNOWN when the condition that decides is undefined, else the boolean. */
export const booleanOrUnknown = (value: boolean | undefined): Value => (value === undefined ? UNKNOWN : value);
