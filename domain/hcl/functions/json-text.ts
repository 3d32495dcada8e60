import type { Value } from '../value';
import { numberText, sortedKeys, isValueObject } from './conversion';

const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[<>&\u2028\u2029]|\\b|\\f/g, (match) => {
    if (match === '\\b') return '\\u0008';
    if (match === '\\f') return '\\u000c';
    return `\\u${match.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });

/** JSON exactly as Terraform's jsonencode writes it: sorted keys, no white space, and <, > and & escaped. The value must be known. */
export function jsonText(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (isValueObject(value))
    return `{${sortedKeys(value)
      .map((key) => `${quoted(key)}:${jsonText(value[key]!)}`)
      .join(',')}}`;
  throw new TypeError('jsonText needs a known value');
}
