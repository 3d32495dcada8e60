import type { Diagnostic } from '../diagnostic';
import type { Scope } from '../hcl/evaluate';
import { InvalidValue, isValueObject, objectFrom, sortedKeys, toInteger } from '../hcl/functions/conversion';
import { isUnknown, UNKNOWN, type Value } from '../hcl/value';

const mostInstances = 10_000;

/** One instance of a block with count, for_each or neither. */
export interface Instance {
  /** Address with instance key. */
  address: string;
  /** null: neither count nor for_each, or their value is unknown. */
  key: number | string | null;
  /** count and each, for the block's expressions. */
  local: ReadonlyMap<string, Value>;
}

/** How a block is repeated; `unknown` means that the number of instances is known only after apply. */
export interface Repetition {
  mode: 'single' | 'count' | 'for_each' | 'unknown';
  instances: Instance[];
}

const single = (address: string, local: ReadonlyMap<string, Value> = new Map()): Instance => ({ address, key: null, local });

/** Quotes an instance key as Terraform's addresses do. */
export const instanceAddress = (block: string, key: number | string | null): string => {
  if (key === null) return block;
  return typeof key === 'number' ? `${block}[${key}]` : `${block}[${JSON.stringify(key).replaceAll('${', '$${').replaceAll('%{', '%%{')}]`;
};

const eachOf = (key: Value, value: Value): ReadonlyMap<string, Value> =>
  new Map([
    [
      'each',
      objectFrom([
        ['key', key],
        ['value', value],
      ]),
    ],
  ]);

/** Expands a block's count and for_each values (undefined: not set) into its instances. */
export function expandInstances(
  address: string,
  count: Value | undefined,
  forEach: Value | undefined,
  diagnostics: Diagnostic[],
): Repetition {
  try {
    if (count !== undefined) return expandCount(address, count);
    return forEach === undefined ? { mode: 'single', instances: [single(address)] } : expandForEach(address, forEach);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    diagnostics.push({
      severity: 'HIGH',
      code: 'INVALID_EXPRESSION',
      summary: error.message,
      address,
      path: [count === undefined ? 'for_each' : 'count'],
    });
    return { mode: 'unknown', instances: [] };
  }
}

function expandCount(address: string, count: Value): Repetition {
  const local = (index: Value): ReadonlyMap<string, Value> => new Map([['count', objectFrom([['index', index]])]]);
  if (isUnknown(count)) return { mode: 'unknown', instances: [single(address, local(UNKNOWN))] };
  if (count === null) throw new InvalidValue('the given "count" argument value is null; a whole number is required');
  const number = toInteger(count);
  if (number < 0) throw new InvalidValue('the given "count" argument value must be greater than or equal to zero');
  if (number > mostInstances) throw new InvalidValue(`a count above ${mostInstances} is not evaluated`);
  return {
    mode: 'count',
    instances: Array.from({ length: number }, (_unused, index) => ({
      address: instanceAddress(address, index),
      key: index,
      local: local(index),
    })),
  };
}

function expandForEach(address: string, forEach: Value): Repetition {
  if (isUnknown(forEach)) return { mode: 'unknown', instances: [single(address, eachOf(UNKNOWN, UNKNOWN))] };
  const entries = forEachEntries(forEach);
  if (!entries) return { mode: 'unknown', instances: [single(address, eachOf(UNKNOWN, UNKNOWN))] };
  if (entries.length > mostInstances) throw new InvalidValue(`a for_each of more than ${mostInstances} elements is not evaluated`);
  return {
    mode: 'for_each',
    instances: entries.map(([key, value]) => ({ address: instanceAddress(address, key), key, local: eachOf(key, value) })),
  };
}

/** undefined: some keys are unknown. */
function forEachEntries(forEach: Value): [string, Value][] | undefined {
  if (isValueObject(forEach)) return sortedKeys(forEach).map((key) => [key, forEach[key]!]);
  if (!Array.isArray(forEach)) throw new InvalidValue('the given "for_each" argument value must be a map, or a set of strings');
  if (forEach.some(isUnknown)) return undefined;
  const keys = forEach.map((item) => {
    if (typeof item !== 'string') throw new InvalidValue('the given "for_each" set must hold strings only');
    return item;
  });
  return [...new Set(keys)].map((key) => [key, key]);
}

/** A scope in which the instance's count and each stand before everything else. */
export const instanceScope = (instance: Instance, outer: Scope): Scope => ({
  resolve: (root, names) => {
    const value = instance.local.get(root);
    if (value !== undefined) return { value, used: 0 };
    return root === 'self' || root === 'each' || root === 'count' ? { value: UNKNOWN, used: names.length } : outer.resolve(root, names);
  },
});
