import Big from 'big.js';
import { isObject, type Json, type JsonObject } from '../json';

/** Text that still holds an expression is a value known only after apply. */
const isExpression = (value: Json | undefined): boolean => typeof value === 'string' && /(^|[^$])(\$\$)*[$%]\{/.test(value);

/** Literal text of an attribute; undefined when absent, null or unknown. */
export function textOf(values: JsonObject, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value !== '' && !isExpression(value) ? value : undefined;
}

/** Literal text of an attribute; `absent` when it is not set; "unknown", which no price is for, when it is not known yet. */
export function choiceOf(values: JsonObject, name: string, absent: string): string {
  return textOf(values, name) ?? (isSet(values, name) ? 'unknown' : absent);
}

/**
 * Numeric value of an attribute. `absent` is what the cloud applies when the attribute is not set (null: nothing that is
 * known). An expression, a negative number or a text that is no number
 * gives null: unknown.
 */
export function quantityOf(values: JsonObject, name: string, absent: number | null): Big | null {
  const value = values[name];
  if (value === undefined || value === null) return absent === null ? null : new Big(absent);
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? new Big(value) : null;
  return typeof value === 'string' && value.length <= 30 && /^\d+(\.\d+)?$/.test(value) ? new Big(value) : null;
}

/** True when a flag is set to something that is not known yet. */
export const isUndecided = (values: JsonObject, name: string): boolean =>
  typeof values[name] === 'string' && values[name] !== 'true' && values[name] !== 'false';

/** True or false of an attribute; `absent` when it is not set or not known. */
export function flagOf(values: JsonObject, name: string, absent = false): boolean {
  const value = values[name];
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : absent;
}

/** The nested blocks of a name, in order; a single object counts as one block. */
export function blocksOf(values: JsonObject, name: string): JsonObject[] {
  const value = values[name];
  const items = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return items.filter((item): item is JsonObject => isObject(item));
}

export const firstBlock = (values: JsonObject, name: string): JsonObject => blocksOf(values, name)[0] ?? {};

/** True when the attribute is set, be it to a value that is not known yet. */
export const isSet = (values: JsonObject, name: string): boolean =>
  values[name] !== undefined && values[name] !== null && values[name] !== '';
