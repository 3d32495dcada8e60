import type { TypeConstraint } from '../catalog/catalog';
import { nearestName } from '../catalog/nearest';
import { isObject, type Json } from '../json';

/** A part of a value that does not fit its type. */
export interface TypeFault {
  path: string[];
  kind: 'mismatch' | 'unknown member';
  message: string;
  suggestion: string | null;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const BOOLEANS = new Set(['true', 'false', '1', '0']);
const MAX_DEPTH = 200;

/** True for a string whose value only evaluation can tell. */
export const isExpression = (value: Json): value is string =>
  typeof value === 'string' && /(^|[^$])(\$\$)*\$\{|(^|[^%])(%%)*%\{/.test(value);

/** `$${` stands for a literal `${`, `%%{` for `%{`. */
const unescape = (text: string): string => text.replaceAll('$${', '${').replaceAll('%%{', '%{');

/** True for an expression with text around it: whatever it evaluates to, it is a string. */
const isSurelyString = (text: string): boolean => text.includes('${') && (!text.startsWith('${') || !text.endsWith('}'));

/**
 * What of a value Terraform could not convert to the type. As there, numbers and booleans become strings, and texts that read
 * like them become numbers and booleans; null fits everything, and so does an expression unless it is certainly a string.
 */
export function typeFaults(type: TypeConstraint, value: Json): TypeFault[] {
  const faults: TypeFault[] = [];
  check(type, value, [], faults);
  return faults;
}

function check(type: TypeConstraint, value: Json, path: string[], faults: TypeFault[]): void {
  if (value === null || type === 'dynamic' || path.length > MAX_DEPTH) return;
  if (typeof value === 'string' && isExpression(value)) {
    if (typeof type !== 'string' && isSurelyString(value)) faults.push(mismatch(type, 'a string', path));
    return;
  }
  if (typeof type === 'string') {
    if (!fitsScalar(type, value)) faults.push(mismatch(type, kindOf(value), path));
  } else if (type[0] === 'list' || type[0] === 'set') checkItems(type, () => type[1], value, path, faults);
  else if (type[0] === 'tuple') checkItems(type, (at) => type[1][at] ?? 'dynamic', value, path, faults);
  else if (!isObject(value)) faults.push(mismatch(type, kindOf(value), path));
  else if (type[0] === 'map')
    for (const key of Object.keys(value)) check(type[1] as TypeConstraint, value[key] as Json, [...path, key], faults);
  else checkMembers(type[1] as Record<string, TypeConstraint>, value as { [key: string]: Json }, path, faults);
}

function checkItems(
  type: TypeConstraint,
  itemType: (at: number) => TypeConstraint,
  value: Json,
  path: string[],
  faults: TypeFault[],
): void {
  if (!Array.isArray(value)) faults.push(mismatch(type, kindOf(value), path));
  else value.forEach((item, at) => check(itemType(at), item, [...path, String(at)], faults));
}

function checkMembers(members: Record<string, TypeConstraint>, value: { [key: string]: Json }, path: string[], faults: TypeFault[]): void {
  for (const key of Object.keys(value)) {
    // A name that is an expression can be any member.
    if (isExpression(key)) continue;
    if (Object.hasOwn(members, key)) check(members[key]!, value[key]!, [...path, key], faults);
    else
      faults.push({
        path: [...path, key],
        kind: 'unknown member',
        message: `No member "${key}" is expected here`,
        suggestion: nearestName(key, Object.keys(members)),
      });
  }
}

function fitsScalar(type: 'string' | 'number' | 'bool' | 'dynamic', value: Json): boolean {
  if (typeof value === 'object') return false;
  if (type === 'string') return true;
  const text = typeof value === 'string' ? unescape(value) : null;
  if (type === 'number') return typeof value === 'number' || (text !== null && NUMBER.test(text));
  return typeof value === 'boolean' || (text !== null && BOOLEANS.has(text));
}

const mismatch = (type: TypeConstraint, given: string, path: string[]): TypeFault => ({
  path,
  kind: 'mismatch',
  message: `${typeText(type)} is expected, not ${given}`,
  suggestion: null,
});

function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return typeof value === 'string' ? `the text ${JSON.stringify(value.slice(0, 60))}` : `${JSON.stringify(value)}`;
}

/** e.g. list(string), as Terraform writes types. */
export function typeText(type: TypeConstraint): string {
  if (typeof type === 'string') return type === 'dynamic' ? 'any' : type;
  if (type[0] === 'object') return 'object';
  return type[0] === 'tuple' ? 'tuple' : `${type[0]}(${typeText(type[1])})`;
}
