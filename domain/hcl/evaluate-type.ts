import type { Expression } from './ast';
import { evaluate, emptyScope } from './evaluate';
import { InvalidValue, isValueObject, objectFrom, toBoolean, toItems, toNumber, toObject, toSet, toText } from './functions/conversion';
import { parseExpression } from './parse';
import { isUnknown, type Value } from './value';

/** A type constraint as the `type` argument of a variable states it. */
export type VariableType =
  | { kind: 'any' | 'string' | 'number' | 'bool' }
  | { kind: 'list' | 'set' | 'map'; element: VariableType }
  | { kind: 'tuple'; elements: VariableType[] }
  | { kind: 'object'; attributes: Map<string, { type: VariableType; optional: boolean; fallback: Value }> };

const anyType: VariableType = { kind: 'any' };

/** Reads e.g. `list(object({name = string, size = optional(number, 8)}))`; undefined when it is no type. */
export function parseVariableType(text: string): VariableType | undefined {
  if (text.trim() === '') return anyType;
  const { expression } = parseExpression(text);
  return expression ? typeOf(expression) : undefined;
}

function typeOf(expression: Expression): VariableType | undefined {
  if (expression.kind === 'parentheses') return typeOf(expression.inner);
  // Terraform 0.11 wrote "string" with quotes.
  const name =
    expression.kind === 'string'
      ? expression.value
      : expression.kind === 'traversal' && expression.steps.length === 0
        ? expression.root
        : undefined;
  if (name !== undefined) return namedType(name);
  if (expression.kind !== 'call') return undefined;
  const [argument] = expression.arguments;
  if (!argument) return undefined;
  if (expression.name === 'object') return objectType(argument);
  if (expression.name === 'tuple') return tupleType(argument);
  if (expression.name !== 'list' && expression.name !== 'set' && expression.name !== 'map') return undefined;
  const element = typeOf(argument);
  return element && { kind: expression.name, element };
}

function namedType(name: string): VariableType | undefined {
  if (name === 'string' || name === 'number' || name === 'bool' || name === 'any') return { kind: name };
  return name === 'list' || name === 'map' || name === 'set' ? { kind: name, element: anyType } : undefined;
}

function tupleType(argument: Expression): VariableType | undefined {
  if (argument.kind !== 'tuple') return undefined;
  const elements = argument.items.map(typeOf);
  return elements.every((element) => element !== undefined) ? { kind: 'tuple', elements } : undefined;
}

function objectType(argument: Expression): VariableType | undefined {
  if (argument.kind !== 'object') return undefined;
  const attributes = new Map<string, { type: VariableType; optional: boolean; fallback: Value }>();
  for (const { key, value } of argument.items) {
    const name = key.kind === 'traversal' ? key.root : key.kind === 'string' ? key.value : undefined;
    const optional = value.kind === 'call' && value.name === 'optional';
    const [inner, fallback] = optional ? value.arguments : [value];
    const type = inner && typeOf(inner);
    if (name === undefined || !type) return undefined;
    attributes.set(name, { type, optional, fallback: fallback ? evaluate(fallback, emptyScope).value : null });
  }
  return { kind: 'object', attributes };
}

/** Brings a value to a variable's type, with the defaults of optional attributes; throws InvalidValue when it does not fit. */
export function convertToType(value: Value, type: VariableType): Value {
  if (isUnknown(value) || value === null) return value;
  switch (type.kind) {
    case 'any':
      return value;
    case 'string':
      return toText(value);
    case 'number':
      return toNumber(value);
    case 'bool':
      return toBoolean(value);
    case 'list':
      return toItems(value).map((item) => convertToType(item, type.element));
    case 'set':
      return toSet(toItems(value).map((item) => convertToType(item, type.element)));
    case 'map':
      return objectFrom(Object.entries(toObject(value)).map(([key, item]) => [key, convertToType(item, type.element)]));
    case 'tuple':
      return convertTuple(toItems(value), type.elements);
    case 'object':
      return convertObject(value, type);
  }
}

function convertTuple(items: Value[], types: VariableType[]): Value {
  if (items.length !== types.length) throw new InvalidValue(`a tuple of ${types.length} elements is required, not of ${items.length}`);
  return items.map((item, index) => convertToType(item, types[index]!));
}

function convertObject(value: Value, type: VariableType & { kind: 'object' }): Value {
  if (!isValueObject(value)) throw new InvalidValue('an object is required');
  return objectFrom(
    [...type.attributes].map(([name, attribute]) => {
      const given = value[name];
      if (given === undefined && !attribute.optional) throw new InvalidValue(`attribute "${name}" is required`);
      return [name, convertToType(given ?? attribute.fallback, attribute.type)];
    }),
  );
}
