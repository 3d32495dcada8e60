import type { AttributeSchema, BlockSchema, NestedBlockSchema, TypeConstraint } from '../catalog/catalog';
import { canonicalJson, isObject, type Json, type JsonObject } from '../json';

/** A value that differs. before and after are null where there is none, and where it is sensitive. */
export interface AttributeChange {
  /** Dotted, e.g. root_block_device.0.volume_size */
  path: string;
  before: Json;
  after: Json;
  sensitive: boolean;
}

/** What is known of the values that are compared. */
export type ValueSchema =
  | { kind: 'block'; block: BlockSchema }
  | { kind: 'blocks'; nested: NestedBlockSchema }
  | { kind: 'attribute'; attribute: AttributeSchema; type: TypeConstraint }
  /** sensitive: members whose values are not shown; by default those with a name like password. */
  | { kind: 'unknown'; sensitive?: ReadonlySet<string> };

const SECRET_NAME = /password|passphrase|secret|private_key|access_key|token|credential|connection_string/i;

/** The differing leaves of two values, in path order of the newer one, then what only the older has. */
export function diffValues(before: JsonObject, after: JsonObject, schema: ValueSchema): AttributeChange[] {
  const changes: AttributeChange[] = [];
  new ValueDiff(changes).members(before, after, schema, [], false);
  return changes;
}

class ValueDiff {
  constructor(private readonly changes: AttributeChange[]) {}

  members(before: JsonObject, after: JsonObject, schema: ValueSchema, path: string[], sensitive: boolean): void {
    for (const name of new Set([...Object.keys(after), ...Object.keys(before)])) {
      const inner = memberSchema(schema, name);
      this.value(ownValue(before, name), ownValue(after, name), inner, [...path, name], sensitive || isSensitive(schema, inner, name));
    }
  }

  private value(before: Json, after: Json, schema: ValueSchema, path: string[], sensitive: boolean): void {
    if (isSame(before, after, schema)) return;
    if (sensitive) this.changes.push({ path: path.join('.'), before: null, after: null, sensitive });
    else if (isNested(before) || isNested(after)) this.nested(before, after, schema, path);
    else this.changes.push({ path: path.join('.'), before, after, sensitive });
  }

  /** A scalar against a list or an object is one change; else their parts are compared. */
  private nested(before: Json, after: Json, schema: ValueSchema, path: string[]): void {
    const lists = (before === null || Array.isArray(before)) && (after === null || Array.isArray(after));
    const objects = (before === null || isObject(before)) && (after === null || isObject(after));
    if (lists) this.items((before ?? []) as Json[], (after ?? []) as Json[], schema, path);
    else if (objects) this.members((before ?? {}) as JsonObject, (after ?? {}) as JsonObject, schema, path, false);
    else this.changes.push({ path: path.join('.'), before: masked(before, schema), after: masked(after, schema), sensitive: false });
  }

  private items(before: Json[], after: Json[], schema: ValueSchema, path: string[]): void {
    const item = itemSchema(schema);
    const pairs = isSet(schema) ? pairSets(before, after) : pairLists(before, after);
    for (const [from, to, at] of pairs) this.value(from, to, item, [...path, String(at)], false);
  }
}

const isNested = (value: Json): boolean => value !== null && typeof value === 'object' && Object.keys(value).length > 0;
const isEmpty = (value: Json): boolean => value === null || (Array.isArray(value) && value.length === 0);
const ownValue = (object: JsonObject, name: string): Json => (Object.hasOwn(object, name) ? (object[name] ?? null) : null);

function isSame(before: Json, after: Json, schema: ValueSchema): boolean {
  if (before === after || (schema.kind !== 'attribute' && isEmpty(before) && isEmpty(after))) return true;
  if (schema.kind === 'attribute' && typeof schema.type === 'string' && before !== null && after !== null && typeof before !== 'object') {
    return typeof after !== 'object' && String(before) === String(after);
  }
  return canonicalJson(before) === canonicalJson(after);
}

function memberSchema(schema: ValueSchema, name: string): ValueSchema {
  if (schema.kind === 'blocks') return memberSchema({ kind: 'block', block: schema.nested.block }, name);
  if (schema.kind === 'block') {
    const attribute = schema.block.attributes.get(name);
    if (attribute) return { kind: 'attribute', attribute, type: attribute.type };
    const nested = schema.block.blocks.get(name);
    return nested ? { kind: 'blocks', nested } : { kind: 'unknown' };
  }
  if (schema.kind === 'unknown' || typeof schema.type === 'string') return { kind: 'unknown' };
  const [kind, inner] = schema.type;
  if (kind === 'map') return { ...schema, type: inner };
  const type = kind === 'object' && Object.hasOwn(inner, name) ? inner[name] : undefined;
  return type === undefined ? { kind: 'unknown' } : { ...schema, type };
}

function itemSchema(schema: ValueSchema): ValueSchema {
  if (schema.kind === 'blocks') return { kind: 'block', block: schema.nested.block };
  if (schema.kind === 'attribute' && Array.isArray(schema.type) && (schema.type[0] === 'list' || schema.type[0] === 'set'))
    return { ...schema, type: schema.type[1] };
  return { kind: 'unknown' };
}

const isSet = (schema: ValueSchema): boolean =>
  schema.kind === 'blocks'
    ? schema.nested.nesting === 'set'
    : schema.kind === 'attribute' && Array.isArray(schema.type) && schema.type[0] === 'set';

function isSensitive(owner: ValueSchema, schema: ValueSchema, name: string): boolean {
  if (schema.kind === 'attribute') return schema.attribute.sensitive || schema.attribute.writeOnly;
  if (schema.kind !== 'unknown') return false;
  if (owner.kind === 'unknown' && owner.sensitive?.has(name)) return true;
  return SECRET_NAME.test(name);
}

/** A whole value with its sensitive members blanked, for where it cannot be compared part by part. */
function masked(value: Json, schema: ValueSchema): Json {
  if (Array.isArray(value)) return value.map((item) => masked(item, itemSchema(schema)));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, member]) => {
      const inner = memberSchema(schema, name);
      return [name, isSensitive(schema, inner, name) ? null : masked(member, inner)];
    }),
  );
}

type Pair = [before: Json, after: Json, at: number];

const pairLists = (before: Json[], after: Json[]): Pair[] =>
  Array.from({ length: Math.max(before.length, after.length) }, (_, at) => [before[at] ?? null, after[at] ?? null, at]);

/** Equal elements of sets cancel out; the rest is paired in order. */
function pairSets(before: Json[], after: Json[]): Pair[] {
  const unmatched = new Map<string, number[]>();
  before.forEach((item, at) => {
    const text = canonicalJson(item);
    unmatched.set(text, [...(unmatched.get(text) ?? []), at]);
  });
  const added = after.map((item, at) => ({ item, at })).filter(({ item }) => unmatched.get(canonicalJson(item))?.shift() === undefined);
  const removed = [...unmatched.values()].flat().sort((a, b) => a - b);
  return Array.from({ length: Math.max(added.length, removed.length) }, (_, at): Pair => {
    const from = removed[at];
    return [from === undefined ? null : before[from]!, added[at]?.item ?? null, added[at]?.at ?? from!];
  });
}
