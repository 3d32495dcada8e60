import type { Diagnostic } from '../diagnostic';
import type { Json } from '../json';
import type { Expression } from './ast';
import { parseTemplate } from './parse';
import { printExpression } from './print';
import { printTemplateParts } from './print-inline';
import { escapeSequences, isBareKey } from './print-text';

/** A double holds this many decimal digits exactly. */
const EXACT_DIGITS = 15;
const NOWHERE = { start: 0, end: 0 };

/**
 * An expression as a value of Terraform's JSON syntax (developer.hashicorp.com/terraform/language/syntax/json): literals,
 * lists and objects become JSON, a string has its `${` and `%{` escaped, a template becomes the template string and
 * anything else `${...}` around the expression on one line. Keys of objects are plain text; an object with a computed or a
 * repeated key stays an expression.
 */
export function toJson(expression: Expression): Json {
  switch (expression.kind) {
    case 'null':
      return null;
    case 'boolean':
      return expression.value;
    case 'number':
      return isExact(expression) ? expression.value + 0 : wrapped(expression);
    case 'string':
      return escapeSequences(expression.value);
    case 'template':
      return templateJson(expression);
    case 'tuple':
      return expression.items.map(toJson);
    case 'object': {
      const keys = expression.items.map(({ key }) => plainKey(key));
      if (new Set(keys).size < keys.length || keys.includes(null)) return wrapped(expression);
      return Object.fromEntries(expression.items.map(({ value }, index) => [keys[index] ?? '', toJson(value)]));
    }
    default:
      return wrapped(expression);
  }
}

const wrapped = (expression: Expression): string => `\${${printExpression(expression)}}`;

function templateJson(template: Extract<Expression, { kind: 'template' }>): Json {
  const [only] = template.parts;
  if (template.parts.length === 1 && only?.kind === 'interpolation') return toJson(only.expression);
  return printTemplateParts(template.parts, escapeSequences);
}

function isExact({ value, raw }: { value: number; raw: string }): boolean {
  const digits = raw
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  return Number.isSafeInteger(value) || (Number.isFinite(value) && digits.length <= EXACT_DIGITS);
}

/** The text of a key that is a bare name or a plain string; null for a computed one. */
export function plainKey(key: Expression): string | null {
  if (key.kind === 'string') return key.value;
  if (key.kind === 'traversal' && key.steps.length === 0) return key.root;
  if (key.kind === 'boolean' || key.kind === 'null') return printExpression(key);
  return null;
}

export interface ExpressionFromJson {
  expression: Expression;
  /** One HCL_SYNTAX for each string whose sequences do not parse, with its path; such a string is taken as plain text. */
  diagnostics: Diagnostic[];
}

/**
 * The expression that a value of Terraform's JSON syntax stands for. Only a string with `${` or `%{` can become an
 * expression; every other value, and every key, is data. A literal of several lines becomes a heredoc.
 */
export function fromJson(value: Json, path: string[] = []): ExpressionFromJson {
  const diagnostics: Diagnostic[] = [];
  const convert = (current: Json, at: string[]): Expression => {
    if (typeof current === 'string') return stringExpression(current, at, diagnostics);
    if (Array.isArray(current))
      return { kind: 'tuple', items: current.map((item, index) => convert(item, [...at, String(index)])), ...NOWHERE };
    if (current !== null && typeof current === 'object') return objectExpression(current, (item, key) => convert(item, [...at, key]));
    return scalarExpression(current);
  };
  return { expression: convert(value, path), diagnostics };
}

/** The expression of a value that is data throughout: no string in it is a template. */
export function literalFromJson(value: Json): Expression {
  if (typeof value === 'string') return asHeredoc({ kind: 'string', value, ...NOWHERE });
  if (Array.isArray(value)) return { kind: 'tuple', items: value.map(literalFromJson), ...NOWHERE };
  if (value !== null && typeof value === 'object') return objectExpression(value, literalFromJson);
  return scalarExpression(value);
}

/** The value of an expression that holds literals only; undefined when anything in it has to be evaluated. */
export function literalToJson(expression: Expression): Json | undefined {
  switch (expression.kind) {
    case 'string':
      return expression.value;
    case 'template':
      return expression.parts.every((part) => part.kind === 'text')
        ? expression.parts.map((part) => (part.kind === 'text' ? part.value : '')).join('')
        : undefined;
    case 'parentheses':
      return literalToJson(expression.inner);
    case 'null':
    case 'boolean':
      return toJson(expression);
    case 'number':
      return expression.value + 0;
    case 'tuple': {
      const items = expression.items.map(literalToJson);
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case 'object': {
      const members = expression.items.map(({ key, value }) => [plainKey(key), literalToJson(value)] as const);
      if (!members.every((member): member is [string, Json] => member[0] !== null && member[1] !== undefined)) return undefined;
      return Object.fromEntries(members);
    }
    default:
      return undefined;
  }
}

function scalarExpression(value: null | boolean | number): Expression {
  if (value === null) return { kind: 'null', ...NOWHERE };
  if (typeof value === 'boolean') return { kind: 'boolean', value, ...NOWHERE };
  return { kind: 'number', value, raw: String(value), ...NOWHERE };
}

/** Keys in code unit order, so that equal values give equal text however they were stored. */
function objectExpression(object: { [key: string]: Json }, convert: (value: Json, key: string) => Expression): Expression {
  const items = Object.entries(object)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => ({ key: keyExpression(key), value: convert(value, key) }));
  return { kind: 'object', items, ...NOWHERE };
}

const keyExpression = (key: string): Expression =>
  isBareKey(key) ? { kind: 'traversal', root: key, steps: [], ...NOWHERE } : { kind: 'string', value: key, ...NOWHERE };

function stringExpression(text: string, path: string[], diagnostics: Diagnostic[]): Expression {
  const parsed = parseTemplate(text);
  diagnostics.push(...parsed.diagnostics.map((diagnostic) => ({ ...diagnostic, path })));
  return asHeredoc(parsed.expression ?? { kind: 'string', value: text, ...NOWHERE });
}

/** Text of several lines, the last one ended, reads best as a heredoc; its value is the same. */
function asHeredoc(expression: Expression): Expression {
  const parts =
    expression.kind === 'string'
      ? [{ kind: 'text' as const, value: expression.value }]
      : expression.kind === 'template'
        ? expression.parts
        : [];
  const last = parts.at(-1);
  if (last?.kind !== 'text' || !last.value.endsWith('\n')) return expression;
  const lines = parts.flatMap((part) => (part.kind === 'text' ? part.value.split('\n') : []));
  if (lines.length < 3) return expression;
  let tag = 'EOT';
  for (let count = 1; lines.some((line) => line.trim() === tag); count++) tag = `EOT${count}`;
  return { kind: 'template', parts, heredoc: { tag, indent: false }, ...NOWHERE };
}
