import type { AttributeSchema, BlockSchema, NestedBlockSchema } from '../catalog/catalog';
import { nearestName } from '../catalog/nearest';
import { isObject, type Json, type JsonObject } from '../json';
import { type Finding, finding, type ValidationRule } from './finding';
import { isExpression, typeFaults } from './validate-type';

/** How many blocks of a name a body holds: written ones, and whether dynamic ones may add to them. */
interface BlockCount {
  written: number;
  dynamic: boolean;
}

/** Checks the body of one element against its schema. Schemas are finite, so nesting needs no other bound. */
export class BodyCheck {
  /**
   * @param meta members of the top level that the schema does not know and Terraform takes
   * @param checkMissing false where what is missing will be filled in
   */
  constructor(
    private readonly address: string,
    private readonly findings: Finding[],
    private readonly meta: ReadonlySet<string>,
    private readonly checkMissing: boolean,
  ) {}

  check(schema: BlockSchema, body: JsonObject): void {
    this.body(schema, body, []);
  }

  private body(schema: BlockSchema, body: JsonObject, path: string[]): void {
    const counts = new Map<string, BlockCount>();
    for (const name of Object.keys(body)) {
      const value = body[name]!;
      const place = [...path, name];
      const attribute = schema.attributes.get(name);
      const block = schema.blocks.get(name);
      if (attribute) this.attribute(attribute, value, place);
      else if (block) this.block(block, value, place, counts);
      else if (name === 'dynamic') this.dynamic(schema, value, place, counts);
      // "//" is a comment in Terraform's JSON syntax.
      else if (name !== '//' && !(path.length === 0 && this.meta.has(name))) this.unknown(schema, name, place);
    }
    if (this.checkMissing) this.missing(schema, body, path, counts);
    for (const [name, { written }] of counts) {
      const { maxItems } = schema.blocks.get(name)!;
      if (maxItems > 0 && written > maxItems)
        this.report('INVALID_VALUE', [...path, name], `At most ${blockCount(maxItems, name)} allowed, not ${written}`);
    }
  }

  private attribute(attribute: AttributeSchema, value: Json, path: string[]): void {
    if (value === null) return;
    if (!attribute.required && !attribute.optional) {
      this.report('INVALID_VALUE', path, `"${path.at(-1)}" is read-only: the provider decides its value`);
      return;
    }
    for (const fault of typeFaults(attribute.type, value)) {
      const place = [...path, ...fault.path];
      // Terraform drops members of an object that its type does not have; most often they are misspelt.
      if (fault.kind === 'unknown member') this.report('UNKNOWN_ATTRIBUTE', place, fault.message, fault.suggestion, 'MEDIUM');
      else this.report('WRONG_TYPE', place, fault.message);
    }
  }

  private block(schema: NestedBlockSchema, value: Json, path: string[], counts: Map<string, BlockCount>): void {
    const count = countOf(counts, path.at(-1)!);
    if (value === null) return;
    if (schema.nesting === 'map' && isObject(value)) {
      for (const key of Object.keys(value)) this.blockBody(schema, value[key] as Json, [...path, key]);
      count.written += Object.keys(value).length;
      return;
    }
    if (!Array.isArray(value)) {
      count.written++;
      this.blockBody(schema, value, path);
      return;
    }
    count.written += value.length;
    value.forEach((item, at) => this.blockBody(schema, item, [...path, String(at)]));
  }

  private blockBody(schema: NestedBlockSchema, value: Json, path: string[]): void {
    if (isObject(value)) this.body(schema.block, value as JsonObject, path);
    else if (isExpression(value))
      this.report('WRONG_TYPE', path, 'This is a nested block, which cannot be an expression', 'a dynamic block');
    else this.report('WRONG_TYPE', path, 'A nested block (an object) is expected here');
  }

  /** dynamic: [{label: {for_each, iterator, labels, content}}], each level alone or in a list. */
  private dynamic(schema: BlockSchema, value: Json, path: string[], counts: Map<string, BlockCount>): void {
    eachObject(value, path, (labelled, place) => {
      for (const label of Object.keys(labelled)) {
        const block = schema.blocks.get(label);
        if (block) countOf(counts, label).dynamic = true;
        else if (!schema.attributes.has(label)) this.unknown(schema, label, [...place, label]);
        eachObject(labelled[label]!, [...place, label], (dynamic, at) => this.dynamicBody(block, dynamic, at));
      }
    });
  }

  private dynamicBody(block: NestedBlockSchema | undefined, dynamic: JsonObject, path: string[]): void {
    if (dynamic.for_each === undefined) this.report('MISSING_ATTRIBUTE', [...path, 'for_each'], 'A dynamic block needs for_each');
    if (dynamic.content === undefined) this.report('MISSING_ATTRIBUTE', [...path, 'content'], 'A dynamic block needs content');
    else if (block) eachObject(dynamic.content, [...path, 'content'], (content, place) => this.body(block.block, content, place));
  }

  private missing(schema: BlockSchema, body: JsonObject, path: string[], counts: ReadonlyMap<string, BlockCount>): void {
    for (const [name, attribute] of schema.attributes) {
      if (!attribute.required) continue;
      const given = Object.hasOwn(body, name) ? body[name] : null;
      if ((given === null || given === undefined) && !isDynamicLabel(body, name))
        this.report('MISSING_ATTRIBUTE', [...path, name], `"${name}" is required`);
    }
    for (const [name, { minItems }] of schema.blocks) {
      if (minItems === 0) continue;
      const { written, dynamic } = counts.get(name) ?? { written: 0, dynamic: false };
      if (!dynamic && written < minItems)
        this.report('MISSING_ATTRIBUTE', [...path, name], `At least ${blockCount(minItems, name)} required`);
    }
  }

  private unknown(schema: BlockSchema, name: string, path: string[]): void {
    const suggestion = nearestName(name, [...schema.attributes.keys(), ...schema.blocks.keys()]);
    this.report('UNKNOWN_ATTRIBUTE', path, `No attribute or block "${name}" is expected here`, suggestion);
  }

  private report(
    rule: ValidationRule,
    path: string[],
    message: string,
    suggestion: string | null = null,
    severity: 'HIGH' | 'MEDIUM' = 'HIGH',
  ): void {
    this.findings.push(finding(rule, this.address, path, message, { suggestion, severity }));
  }
}

const blockCount = (count: number, name: string): string =>
  `${count} ${count === 1 ? 'block' : 'blocks'} "${name}" ${count === 1 ? 'is' : 'are'}`;

function countOf(counts: Map<string, BlockCount>, name: string): BlockCount {
  let count = counts.get(name);
  if (!count) counts.set(name, (count = { written: 0, dynamic: false }));
  return count;
}

/** An attribute of objects may be written as blocks, and so by a dynamic block too. */
const isDynamicLabel = (body: JsonObject, name: string): boolean => {
  let found = false;
  eachObject(body.dynamic ?? null, [], (labelled) => (found ||= Object.hasOwn(labelled, name)));
  return found;
};

function eachObject(value: Json, path: string[], visit: (object: JsonObject, path: string[]) => void): void {
  if (Array.isArray(value)) {
    value.forEach((item, at) => {
      if (isObject(item)) visit(item as JsonObject, [...path, String(at)]);
    });
  } else if (isObject(value)) visit(value as JsonObject, path);
}
