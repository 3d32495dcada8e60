import { replaceTriggers } from '../blueprint/evaluate-blocks';
import type { ResourceSpec } from '../blueprint/content';
import { isValueObject, objectFrom, type ValueObject } from '../hcl/functions/conversion';
import type { Value } from '../hcl/value';
import { isObject, type Json } from '../json';

export interface Lifecycle {
  createBeforeDestroy: boolean;
  preventDestroy: boolean;
  /** Attribute paths; 'all': whatever differs is left as it is. */
  ignoreChanges: readonly string[][] | 'all';
  /** Addresses with or without attribute, e.g. aws_vpc.main or aws_vpc.main.cidr_block. */
  replaceTriggeredBy: readonly string[];
}

const isTrue = (json: Json | undefined): boolean => json === true || json === 'true' || json === '${true}';

const pathOf = (text: string): string[] =>
  text
    .replace(/^\$\{(.*)\}$/, '$1')
    .split(/[.[\]"]+/)
    .filter((name) => name !== '');

export function lifecycleOf(spec: ResourceSpec): Lifecycle {
  const json: Json | undefined = Array.isArray(spec.lifecycle) ? spec.lifecycle[0] : spec.lifecycle;
  const lifecycle = isObject(json) ? json : {};
  const ignored = lifecycle.ignore_changes;
  const isAll = ignored === 'all' || (Array.isArray(ignored) && ignored.includes('all'));
  return {
    createBeforeDestroy: isTrue(lifecycle.create_before_destroy as Json | undefined),
    preventDestroy: isTrue(lifecycle.prevent_destroy as Json | undefined),
    ignoreChanges: isAll
      ? 'all'
      : Array.isArray(ignored)
        ? ignored.flatMap((item) => (typeof item === 'string' ? [pathOf(item)] : []))
        : [],
    replaceTriggeredBy: replaceTriggers(spec),
  };
}

/** The configured values with the ignored paths taken from the object as it is. */
export function withIgnoredChanges(configured: ValueObject, prior: ValueObject, ignored: Lifecycle['ignoreChanges']): ValueObject {
  if (ignored === 'all') return prior;
  return ignored.reduce<ValueObject>((values, path) => replaced(values, prior, path) as ValueObject, configured);
}

function replaced(value: Value, prior: Value | undefined, path: readonly string[]): Value {
  const [name, ...rest] = path;
  if (name === undefined) return prior ?? null;
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      String(index) === name ? replaced(item, Array.isArray(prior) ? prior[index] : undefined, rest) : item,
    );
  }
  const before = isValueObject(prior) ? prior[name] : undefined;
  if (!isValueObject(value))
    return value === null && before !== undefined ? objectFrom([[name, rest.length === 0 ? before : null]]) : value;
  const members = Object.entries(value).filter(([key]) => key !== name);
  if (before === undefined) return rest.length === 0 ? objectFrom(members) : value;
  return objectFrom([...members, [name, replaced(value[name] ?? null, before, rest)]]);
}
