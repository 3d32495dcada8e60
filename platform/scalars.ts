import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';
import type { Json } from '#domain/json';
import { isStorable } from '#domain/text';

const refuse = (message: string): never => {
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
};

const rfc3339 = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

function readDateTime(value: unknown): Date {
  if (typeof value !== 'string' || !rfc3339.test(value)) return refuse('A DateTime is RFC 3339 text, e.g. 2026-01-31T08:00:00.000Z.');
  const date = new Date(value);
  const [year, month, day] = value.slice(0, 10).split('-').map(Number);
  const lastDay = new Date(Date.UTC(year!, month!, 0)).getUTCDate();
  return Number.isNaN(date.getTime()) || year! < 1 || day! > lastDay ? refuse('There is no such date.') : date;
}

export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value : new Date(String(value))).toISOString(),
  parseValue: readDateTime,
  parseLiteral: (node) => readDateTime(node.kind === Kind.STRING ? node.value : undefined),
});

const pollution = new Set(['__proto__', 'constructor', 'prototype']);
const deepest = 200;

const checkText = (text: string): void => void (isStorable(text) || refuse('A text in JSON has neither NUL nor half of a surrogate pair.'));

/** A JSON value as it is, unless it is nested absurdly, has keys that could poison an object, or texts that no database takes. */
function checkJson(value: unknown, depth = 0): Json {
  if (depth > deepest) return refuse(`JSON nested deeper than ${deepest} levels.`);
  if (typeof value === 'number' && !Number.isFinite(value)) return refuse('JSON has no infinite numbers.');
  if (typeof value === 'string') checkText(value);
  if (Array.isArray(value)) for (const item of value) checkJson(item, depth + 1);
  else if (value !== null && typeof value === 'object')
    for (const key of Object.keys(value)) {
      if (pollution.has(key)) return refuse(`The key "${key}" is not allowed.`);
      checkText(key);
      checkJson((value as Record<string, unknown>)[key], depth + 1);
    }
  return value as Json;
}

export const JsonScalar = new GraphQLScalarType<Json, Json>({
  name: 'JSON',
  serialize: (value) => value as Json,
  parseValue: (value) => checkJson(value),
  parseLiteral: (node: ValueNode, variables) => checkJson(JSON.parse(JSON.stringify(valueFromASTUntyped(node, variables) ?? null))),
});

const decimal = /^-?\d{1,30}(\.\d{1,20})?$/;

function readDecimal(value: unknown): string {
  return typeof value === 'string' && decimal.test(value) ? value : refuse('A Decimal is decimal text, e.g. "12.50".');
}

export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: (value) => String(value),
  parseValue: readDecimal,
  parseLiteral: (node) => readDecimal(node.kind === Kind.STRING ? node.value : undefined),
});
