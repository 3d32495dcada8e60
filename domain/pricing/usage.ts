import Big from 'big.js';
import type { Diagnostic } from '../diagnostic';
import { isObject, type Json, type JsonObject } from '../json';
import { nearestName } from './nearest-name';

/** Infracost's usage file: assumptions by address (aws_lambda_function.f, or f[*] for all instances) and by type. */
export interface UsageFile {
  resource_usage?: Record<string, JsonObject>;
  resource_type_default_usage?: Record<string, JsonObject>;
}

/** Usage assumptions of one resource. Paths are dotted: os_disk.monthly_disk_operations. */
export interface UsageValues {
  /** null: no assumption. */
  amount(path: string): Big | null;
  text(path: string): string | undefined;
}

const numberPattern = /^\d+(\.\d+)?(e[+-]?\d{1,3})?$/i;

/** A non-negative decimal, or undefined for anything else. */
function decimalOf(value: Json | undefined): Big | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? new Big(value) : undefined;
  return typeof value === 'string' && value.length <= 40 && numberPattern.test(value) ? new Big(value) : undefined;
}

function valueAt(values: JsonObject, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>(
      (value, name) => (isObject(value) && Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined),
      values,
    );
}

export function usageValues(values: JsonObject): UsageValues {
  return {
    amount: (path) => decimalOf(valueAt(values, path)) ?? null,
    text: (path) => {
      const value = valueAt(values, path);
      return typeof value === 'string' && value !== '' ? value : undefined;
    },
  };
}

/** Lays the narrower assumptions over the wider: type, then address[*], then the very address. */
export function usageFor(usage: UsageFile, type: string, address: string): JsonObject {
  const wildcard = address.replace(/\[[^\]]*\]$/, '[*]');
  const layers = [usage.resource_type_default_usage?.[type], usage.resource_usage?.[wildcard], usage.resource_usage?.[address]];
  return layers.reduce<JsonObject>((merged, layer) => (layer ? merge(merged, layer) : merged), {});
}

function merge(wide: JsonObject, narrow: JsonObject): JsonObject {
  const merged: JsonObject = { ...wide };
  for (const [key, value] of Object.entries(narrow)) {
    const known = Object.hasOwn(merged, key) ? merged[key] : undefined;
    merged[key] = isObject(known) && isObject(value) ? merge(known as JsonObject, value) : value;
  }
  return merged;
}

/** Keys whose value is a word, not an amount. */
const textKeys = new Set(['operating_system', 'reserved_instance_type', 'reserved_instance_term', 'reserved_instance_payment_option']);

/**
 * Findings about the usage assumptions of one resource or type: amounts that are negative or no numbers (INVALID_USAGE),
 * keys that no component reads (UNKNOWN_USAGE_KEY, with the nearest known key).
 */
export function validateUsage(owner: string, values: JsonObject, knownKeys: readonly string[], prefix: string[] = []): Diagnostic[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const path = [...prefix, key];
    const dotted = path.join('.');
    const place = { address: owner, path };
    if (isObject(value)) {
      const isGroup = knownKeys.some((known) => known.startsWith(`${dotted}.`));
      return isGroup ? validateUsage(owner, value as JsonObject, knownKeys, path) : [unknownKey(place, dotted, knownKeys)];
    }
    if (!knownKeys.includes(dotted)) return [unknownKey(place, dotted, knownKeys)];
    if (value === null || (textKeys.has(key) && typeof value === 'string') || (!textKeys.has(key) && decimalOf(value))) return [];
    return [
      {
        severity: 'HIGH',
        code: 'INVALID_USAGE',
        summary: `Usage ${dotted} is ${textKeys.has(key) ? 'no text' : 'not a number of zero or more'}.`,
        ...place,
      },
    ];
  });
}

function unknownKey(place: { address: string; path: string[] }, dotted: string, knownKeys: readonly string[]): Diagnostic {
  const nearest = nearestName(dotted, knownKeys);
  return {
    severity: 'LOW',
    code: 'UNKNOWN_USAGE_KEY',
    summary: `No component reads the usage key ${dotted}.`,
    ...(nearest === undefined ? {} : { suggestion: `Did you mean ${nearest}?` }),
    ...place,
  };
}
