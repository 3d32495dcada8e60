/** A value that is known only after apply. */
export class Unknown {
  readonly unknown = true;
}
export const UNKNOWN = new Unknown();

/** What an expression evaluates to. Objects and maps are plain null-prototype objects; sets and lists are arrays. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value } | Unknown;

export const isUnknown = (value: unknown): value is Unknown => value instanceof Unknown;

/** True when no part of the value is unknown. */
export function isKnown(value: Value): boolean {
  if (isUnknown(value)) return false;
  if (Array.isArray(value)) return value.every(isKnown);
  if (value !== null && typeof value === 'object') return Object.values(value).every(isKnown);
  return true;
}
