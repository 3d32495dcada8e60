import type { BlockSchema } from '../catalog/catalog';
import type { ValueChange } from './attribute-comparison';
import { isValueObject, type ValueObject } from '../hcl/functions/conversion';
import { isUnknown, type Value } from '../hcl/value';
import type { Json, JsonObject } from '../json';
import { jsonOfKnown } from './values';

/** One changed attribute for people; both values are null when it is sensitive. */
export interface AttributeChange {
  path: string;
  before: Json;
  after: Json;
  sensitive: boolean;
}

/** Names under which secrets are kept, whatever the schema says. */
const secretName =
  /password|passwd|secret|token|private_?key|credential|connection_string|access_key|api_?key|passphrase|user_data|custom_data/i;
/** Names that only point to a secret, or say something about one. */
const harmlessName =
  /(^|_)(arn|id|ids|name|enabled|version|type|length|days|policy|ttl|validity|rotation|algorithm|format|source|url|uri)$/i;

export const isSecretName = (name: string): boolean => secretName.test(name) && !harmlessName.test(name);

/** The mask that plan JSON and state call sensitive_values: true where the schema, or a whole attribute named here, is sensitive. */
export function sensitiveMask(values: ValueObject, schema: BlockSchema | undefined, names: ReadonlySet<string>): JsonObject {
  const mask: JsonObject = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === null) continue;
    if (names.has(name) || schema?.attributes.get(name)?.sensitive) mask[name] = true;
    else {
      const nested = schema?.blocks.get(name);
      const inner = nested ? blockMask(value, nested.block) : null;
      if (inner !== null) mask[name] = inner;
    }
  }
  return mask;
}

function blockMask(value: Value, schema: BlockSchema): Json {
  if (Array.isArray(value)) {
    const items = value.map((item) => blockMask(item, schema));
    return items.some((item) => item !== null) ? items.map((item) => item ?? {}) : null;
  }
  if (!isValueObject(value)) return null;
  const mask = sensitiveMask(value, schema, new Set());
  return Object.keys(mask).length > 0 ? mask : null;
}

function isSensitive(path: string, schema: BlockSchema | undefined): boolean {
  let level = schema;
  for (const name of path.split('.')) {
    if (isSecretName(name) || level?.attributes.get(name)?.sensitive) return true;
    if (!/^\d+$/.test(name)) level = level?.blocks.get(name)?.block;
  }
  return false;
}

/** A set or a whole block that holds a secret somewhere is hidden as one. */
const holdsSecret = (value: Value, path: string, schema: BlockSchema | undefined): boolean => {
  if (isUnknown(value) || value === null || typeof value !== 'object') return isSensitive(path, schema);
  return isSensitive(path, schema) || Object.entries(value).some(([key, item]) => holdsSecret(item, `${path}.${key}`, schema));
};

/** Changes as people may see them; an unknown value shows as null. */
export function redactedChanges(
  changes: readonly ValueChange[],
  schema: BlockSchema | undefined,
  names: ReadonlySet<string> = new Set(),
): AttributeChange[] {
  return changes.map(({ path, before, after }) => {
    const sensitive = names.has(path.split('.', 1)[0]!) || holdsSecret(before, path, schema) || holdsSecret(after, path, schema);
    return sensitive
      ? { path, before: null, after: null, sensitive }
      : { path, before: jsonOfKnown(before), after: jsonOfKnown(after), sensitive };
  });
}
