import { isObject, type Json, type JsonObject } from '../json';

/** What stands in place of a value that a policy must not see. */
export const MASK = '(sensitive)';

/** Providers do not mark everything: attributes that hold a secret by their name. */
const secretName =
  /(^|_)(password|passwd|passphrase|secret|secret_key|access_key|private_key|client_secret|api_key|auth_token|token|connection_string)$/i;

/** Masks literal text under names that mean a secret; what is not yet resolved ("${...}") says nothing and stays. */
export function maskByName(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isLiteralSecret(name, value) ? MASK : maskWithin(value)]));
}

function isLiteralSecret(name: string, value: Json): boolean {
  return typeof value === 'string' && value !== '' && !value.includes('${') && secretName.test(name);
}

function maskWithin(value: Json): Json {
  if (Array.isArray(value)) return value.map(maskWithin);
  return isObject(value) ? maskByName(value) : value;
}

/**
 * Masks what a plan's before_sensitive, after_sensitive or sensitive_values marks.
 * @param marks true for a whole value, or an object or array of marks
 */
export function maskMarked(value: Json, marks: unknown): Json {
  if (marks === true) return value === null ? null : MASK;
  if (Array.isArray(value) && Array.isArray(marks)) return value.map((item, index) => maskMarked(item, marks[index]));
  if (isObject(value) && isObject(marks)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, maskMarked(item, marks[name])]));
  }
  return value;
}
