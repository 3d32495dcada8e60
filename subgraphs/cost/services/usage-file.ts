import { createHash } from 'node:crypto';
import { canonicalJson, isObject, type JsonObject } from '#domain/json';
import type { UsageFile } from '#domain/pricing/usage';

export const emptyUsage: UsageFile = { resource_usage: {}, resource_type_default_usage: {} };

export const usageHash = (usage: UsageFile): string => createHash('sha256').update(canonicalJson(usage)).digest('hex').slice(0, 32);

/** The assumptions of a blueprint with those of one call laid over them, key by key. */
export function overridden(usage: UsageFile, resourceUsage: Record<string, JsonObject>): UsageFile {
  return { ...usage, resource_usage: laidOver(usage.resource_usage ?? {}, resourceUsage) as Record<string, JsonObject> };
}

function laidOver(wide: JsonObject, narrow: JsonObject): JsonObject {
  const merged = new Map(Object.entries(wide));
  for (const [key, value] of Object.entries(narrow)) {
    const known = merged.get(key);
    merged.set(key, isObject(known) && isObject(value) ? laidOver(known as JsonObject, value as JsonObject) : value);
  }
  return Object.fromEntries(merged);
}
