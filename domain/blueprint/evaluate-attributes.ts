import type { BlockSchema } from '../catalog/catalog';
import type { Diagnostic } from '../diagnostic';
import type { Scope } from '../hcl/evaluate';
import type { Reference } from '../hcl/references';
import { isValueObject, objectFrom, sortedKeys, toText, type ValueObject } from '../hcl/functions/conversion';
import { isUnknown, UNKNOWN, type Value } from '../hcl/value';
import { isObject, type Json, type JsonObject } from '../json';
import { isTemplate, type ExpressionCache } from './evaluate-expression';

const deepest = 100;

/** The attributes of one instance, resolved as far as they can be. */
export interface EvaluatedAttributes {
  values: ValueObject;
  /** Dotted path -> the text of the expression that stands there. */
  texts: Map<string, string>;
  /** Dotted path -> what its expression refers to. */
  references: Map<string, Reference[]>;
  /** Paths of blocks whose number is unknown, since their dynamic block's for_each is. */
  unknownBlocks: string[];
  diagnostics: Diagnostic[];
}

/**
 * Evaluates the attributes of a block in Terraform's JSON form: every string is a template; `dynamic` blocks are expanded,
 * into a single one with unknown contents when their for_each is unknown.
 */
export function evaluateAttributes(
  attributes: JsonObject,
  schema: BlockSchema | undefined,
  scope: Scope,
  cache: ExpressionCache,
): EvaluatedAttributes {
  const walk = new AttributeWalk(cache);
  walk.result.values = walk.block(attributes, schema, scope, []);
  return walk.result;
}

class AttributeWalk {
  readonly result: EvaluatedAttributes = {
    values: objectFrom([]),
    texts: new Map(),
    references: new Map(),
    unknownBlocks: [],
    diagnostics: [],
  };

  constructor(private readonly cache: ExpressionCache) {}

  block(body: JsonObject, schema: BlockSchema | undefined, scope: Scope, path: string[]): ValueObject {
    const values = objectFrom([]);
    for (const [name, json] of Object.entries(body)) {
      if (name === 'dynamic' && !schema?.attributes.has(name) && (isObject(json) || Array.isArray(json))) continue;
      values[name] = this.member(json, schema, name, scope, [...path, name]);
    }
    for (const [name, dynamic] of dynamicBlocks(schema?.attributes.has('dynamic') ? undefined : body.dynamic)) {
      const nested = schema?.blocks.get(name)?.block;
      const before = values[name];
      const blocks = Array.isArray(before) ? [...before] : before === undefined ? [] : [before];
      this.expand(name, dynamic, nested, scope, [...path, name], blocks);
      values[name] = blocks;
    }
    return values;
  }

  private member(json: Json, schema: BlockSchema | undefined, name: string, scope: Scope, path: string[]): Value {
    const nested = schema?.blocks.get(name);
    if (nested && Array.isArray(json))
      return json.map((item, index) =>
        isObject(item)
          ? this.block(item, nested.block, scope, [...path, String(index)])
          : this.value(item, scope, [...path, String(index)]),
      );
    if (nested && isObject(json) && nested.nesting !== 'map') return [this.block(json, nested.block, scope, [...path, '0'])];
    // Without a schema an array of objects may be a nested block, which may hold dynamic blocks of its own.
    if (!schema && Array.isArray(json) && json.length > 0 && json.every((item) => isObject(item)))
      return json.map((item, index) => this.block(item as JsonObject, undefined, scope, [...path, String(index)]));
    return this.value(json, scope, path);
  }

  private value(json: Json, scope: Scope, path: string[]): Value {
    if (path.length > deepest) return this.refused('attributes are nested too deeply', path);
    if (typeof json === 'string') return this.text(json, scope, path);
    if (Array.isArray(json)) return json.map((item, index) => this.value(item, scope, [...path, String(index)]));
    if (json === null || typeof json !== 'object') return json;
    const entries: [string, Value][] = [];
    for (const [key, item] of Object.entries(json)) {
      const name = isTemplate(key) ? this.text(key, scope, [...path, key]) : key;
      if (isUnknown(name) || name === null || typeof name === 'object') {
        this.result.texts.set(path.join('.'), key);
        return UNKNOWN;
      }
      entries.push([toText(name), this.value(item, scope, [...path, toText(name)])]);
    }
    return objectFrom(entries);
  }

  private text(text: string, scope: Scope, path: string[]): Value {
    if (!isTemplate(text)) return text;
    const key = path.join('.');
    const { value, diagnostics } = this.cache.evaluate(text, scope);
    for (const diagnostic of diagnostics) this.result.diagnostics.push({ ...diagnostic, path });
    this.result.texts.set(key, text);
    const references = this.cache.references(text);
    if (references.length > 0) this.result.references.set(key, references);
    return value;
  }

  private refused(summary: string, path: string[]): Value {
    this.result.diagnostics.push({ severity: 'HIGH', code: 'INVALID_EXPRESSION', summary, path: path.slice(0, 5) });
    return UNKNOWN;
  }

  private expand(name: string, dynamic: JsonObject, schema: BlockSchema | undefined, scope: Scope, path: string[], blocks: Value[]): void {
    const iterator = typeof dynamic.iterator === 'string' ? dynamic.iterator.replace(/^\$\{(\w+)\}$/, '$1') : name;
    const content = Array.isArray(dynamic.content) ? dynamic.content[0] : dynamic.content;
    const body = isObject(content) ? content : {};
    const collection = this.value(dynamic.for_each ?? null, scope, path);
    // The references of for_each are the block's; its text stands for the block only while it is unknown.
    const items = isUnknown(collection) ? undefined : iterations(collection);
    if (!items) {
      if (!isUnknown(collection)) this.refused('the for_each of a dynamic block must be a list, set or map', path);
      this.result.unknownBlocks.push(path.join('.'));
    }
    for (const [key, value] of items ?? [[UNKNOWN, UNKNOWN] as [Value, Value]]) {
      const bound: Value = objectFrom([
        ['key', key],
        ['value', value],
      ]);
      const inner: Scope = { resolve: (root, names) => (root === iterator ? { value: bound, used: 0 } : scope.resolve(root, names)) };
      blocks.push(this.block(body as JsonObject, schema, inner, [...path, String(blocks.length)]));
    }
  }
}

/** `dynamic` may be one object or several, and each label may stand for one block or several. */
function dynamicBlocks(json: Json | undefined): [string, JsonObject][] {
  const groups = Array.isArray(json) ? json : json === undefined ? [] : [json];
  return groups
    .filter((group) => isObject(group))
    .flatMap((group) =>
      Object.entries(group as JsonObject).flatMap(([name, blocks]) =>
        (Array.isArray(blocks) ? blocks : [blocks])
          .filter((block) => isObject(block))
          .map((block): [string, JsonObject] => [name, block as JsonObject]),
      ),
    );
}

function iterations(collection: Value): [Value, Value][] | undefined {
  if (collection === null) return [];
  if (Array.isArray(collection)) return collection.map((item, index) => [index, item]);
  return isValueObject(collection) ? sortedKeys(collection).map((key) => [key, collection[key]!]) : undefined;
}
