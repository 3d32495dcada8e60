import { finding, type Finding } from '../blueprint/finding';
import { nearestName } from '../catalog/nearest';
import { isObject, type Json, type JsonObject } from '../json';
import type { PropertySchema } from './component-type';

/** Fills in defaults, also inside objects and lists that are given; what is given stays as it is. */
export function withDefaults(value: Json | undefined, schema: PropertySchema): Json {
  if (value === undefined || value === null)
    return schema.default === undefined ? null : withDefaults(schema.default, { ...schema, default: undefined });
  if (schema.type === 'array' && Array.isArray(value) && schema.items) return value.map((item) => withDefaults(item, schema.items!));
  if (schema.type === 'object' && isObject(value) && schema.properties) {
    const given = value as JsonObject;
    const named = Object.entries(schema.properties).map(([name, member]) => [name, withDefaults(given[name], member)] as const);
    return { ...given, ...Object.fromEntries(named) };
  }
  return value;
}

const isExpression = (value: Json): boolean =>
  typeof value === 'string' && /\$\{|%\{/.test(value.replaceAll('$${', '').replaceAll('%%{', ''));

const isOfType: Record<PropertySchema['type'], (value: Json) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isObject,
};

/**
 * Holds the properties of a component against its schema. An expression may stand anywhere: its value is not known.
 *
 * @param address of the component, e.g. component.web
 */
export function checkProperties(properties: JsonObject, schema: PropertySchema, address: string): Finding[] {
  const findings: Finding[] = [];
  check(
    properties,
    schema,
    [],
    (rule, path, message, suggestion = null) => void findings.push(finding(rule, address, path, message, { suggestion })),
  );
  return findings;
}

type Report = (
  rule: 'UNKNOWN_ATTRIBUTE' | 'MISSING_ATTRIBUTE' | 'WRONG_TYPE' | 'INVALID_VALUE',
  path: string[],
  message: string,
  suggestion?: string | null,
) => void;

function check(value: Json, schema: PropertySchema, path: string[], report: Report): void {
  const name = path.at(-1) ?? 'properties';
  if (isExpression(value)) {
    if (schema.literal)
      report(
        'INVALID_VALUE',
        path,
        `"${name}" must be written out: which resources there are depends on it, so it cannot be an expression.`,
      );
    return;
  }
  if (!isOfType[schema.type](value))
    return report(
      'WRONG_TYPE',
      path,
      `"${name}" must be ${schema.type === 'integer' || schema.type === 'array' || schema.type === 'object' ? 'an' : 'a'} ${schema.type}.`,
    );
  if (schema.enum && !schema.enum.includes(value))
    return report(
      'INVALID_VALUE',
      path,
      `"${name}" must be one of ${schema.enum.join(', ')}.`,
      typeof value === 'string' ? (nearestName(value, schema.enum.map(String)) ?? null) : null,
    );
  if (typeof value === 'number') checkNumber(value, schema, path, report);
  if (typeof value === 'string') checkText(value, schema, path, report);
  if (Array.isArray(value)) checkList(value, schema, path, report);
  else if (isObject(value)) checkObject(value as JsonObject, schema, path, report);
}

function checkNumber(value: number, { minimum, maximum }: PropertySchema, path: string[], report: Report): void {
  if (minimum !== undefined && value < minimum) report('INVALID_VALUE', path, `"${path.at(-1)}" must be at least ${minimum}.`);
  if (maximum !== undefined && value > maximum) report('INVALID_VALUE', path, `"${path.at(-1)}" must be at most ${maximum}.`);
}

function checkText(value: string, { minLength, maxLength, pattern }: PropertySchema, path: string[], report: Report): void {
  if (minLength !== undefined && value.length < minLength)
    report('INVALID_VALUE', path, `"${path.at(-1)}" must have at least ${minLength} characters.`);
  if (maxLength !== undefined && value.length > maxLength)
    report('INVALID_VALUE', path, `"${path.at(-1)}" must have at most ${maxLength} characters.`);
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value))
    report('INVALID_VALUE', path, `"${path.at(-1)}" does not have the form ${pattern}.`);
}

function checkList(items: Json[], { minItems, maxItems, items: schema }: PropertySchema, path: string[], report: Report): void {
  if (minItems !== undefined && items.length < minItems)
    report('INVALID_VALUE', path, `"${path.at(-1)}" must have at least ${minItems} items.`);
  if (maxItems !== undefined && items.length > maxItems)
    report('INVALID_VALUE', path, `"${path.at(-1)}" must have at most ${maxItems} items.`);
  if (schema) items.forEach((item, at) => check(item, schema, [...path, String(at)], report));
}

function checkObject(
  members: JsonObject,
  { properties = {}, required = [], additionalProperties = false }: PropertySchema,
  path: string[],
  report: Report,
): void {
  for (const [name, value] of Object.entries(members)) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (!schema)
      report('UNKNOWN_ATTRIBUTE', [...path, name], `There is no property "${name}".`, nearestName(name, Object.keys(properties)) ?? null);
    else if (value !== null) check(value, schema, [...path, name], report);
  }
  for (const name of required) {
    const value = Object.hasOwn(members, name) ? members[name] : undefined;
    if (value === undefined || value === null) report('MISSING_ATTRIBUTE', [...path, name], `The property "${name}" is required.`);
  }
}
