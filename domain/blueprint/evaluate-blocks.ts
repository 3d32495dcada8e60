import type { Catalog } from '../catalog/catalog';
import type { Diagnostic } from '../diagnostic';
import type { Scope } from '../hcl/evaluate';
import type { Reference } from '../hcl/references';
import { objectFrom, type ValueObject } from '../hcl/functions/conversion';
import { isUnknown, UNKNOWN, type Value } from '../hcl/value';
import { isObject, type Json } from '../json';
import { evaluateAttributes, type EvaluatedAttributes } from './evaluate-attributes';
import { ExpressionCache } from './evaluate-expression';
import { expandInstances, instanceScope, type Instance, type Repetition } from './evaluate-instances';
import { dependencyOrder } from './evaluate-order';
import { completeToSchema, convertToSchema } from './evaluate-schema';
import { evaluateVariables } from './evaluate-variables';
import { dataAddress, resourceAddress, type BlueprintContent, type ResourceSpec } from './content';

export interface DesignBlock {
  /** Address without instance key. */
  address: string;
  mode: 'managed' | 'data';
  spec: ResourceSpec;
}

export interface EvaluationInput {
  content: BlueprintContent;
  catalog: Catalog;
  variables?: Readonly<Record<string, Json>>;
  /** What references to an instance see instead of its configuration, e.g. its planned or applied attributes. */
  attributesOf?: (instanceAddress: string) => Value | undefined;
}

interface KeptBlock {
  repetition: Repetition;
  attributes: Map<string, EvaluatedAttributes>;
}

/**
 * A design with values on demand: Value trees in which UNKNOWN stands for what is known only after apply. evaluateDesign and
 * the built-in engine both work on it.
 */
export class DesignEvaluation {
  /** Addresses of resources and data sources, and locals as local.name, each behind what it needs. */
  readonly nodes: readonly string[];
  /** Groups of addresses that need one another; their values are UNKNOWN. */
  readonly cycles: string[][];
  readonly unsetVariables: string[];
  readonly variables: ReadonlyMap<string, Value>;
  readonly diagnostics: Diagnostic[] = [];
  readonly scope: Scope = { resolve: (root, names) => this.resolve(root, names) };
  private readonly cache = new ExpressionCache();
  private readonly blocks = new Map<string, DesignBlock>();
  private readonly kept = new Map<string, KeptBlock>();
  private readonly locals = new Map<string, Value>();
  private readonly inProgress = new Set<string>();
  private readonly needs = new Map<string, string[]>();

  constructor(private readonly input: EvaluationInput) {
    const { content } = input;
    const variables = evaluateVariables(content.variables, input.variables ?? {});
    this.variables = variables.values;
    this.unsetVariables = variables.unset;
    this.diagnostics.push(...variables.diagnostics);
    for (const spec of content.resources) this.declare({ address: resourceAddress(spec), mode: 'managed', spec });
    for (const spec of content.dataSources) this.declare({ address: dataAddress(spec), mode: 'data', spec });
    for (const [name, json] of Object.entries(content.locals)) this.needs.set(`local.${name}`, this.nodesIn(json));
    const { order, cycles } = dependencyOrder(this.needs);
    this.cycles = cycles;
    cycles.forEach((group) => this.refuseCycle(group));
    this.nodes = order;
    if (!input.attributesOf) order.forEach((node) => this.settle(node));
  }

  private declare(block: DesignBlock): void {
    if (this.blocks.has(block.address)) return;
    this.blocks.set(block.address, block);
    const { attributes, count, forEach, dependsOn } = block.spec;
    const ordered = [...dependsOn, ...replaceTriggers(block.spec)].map(blockAddressOf);
    this.needs.set(block.address, [...new Set([...this.nodesIn([attributes, count, forEach]), ...ordered])]);
  }

  private refuseCycle(group: string[]): void {
    group.forEach((node) => this.inProgress.add(node));
    this.diagnostics.push({
      severity: 'HIGH',
      code: 'REFERENCE_CYCLE',
      summary: `These need one another: ${group.slice(0, 10).join(', ')}.`,
      address: group[0]!,
    });
  }

  blockAt(node: string): DesignBlock | undefined {
    return this.blocks.get(node);
  }

  /** Works a node out; done in the order of `nodes`, a chain of any length needs no recursion. */
  settle(node: string): void {
    const block = this.blocks.get(node);
    if (block) this.repetitionOf(block).instances.forEach((instance) => this.attributesOf(block, instance));
    else if (node.startsWith('local.')) this.local(node.slice(6));
  }

  /** Addresses that a block needs before itself: its own references, followed through locals. */
  dependenciesOf(address: string): string[] {
    return this.reachable(this.needs.get(address) ?? []).filter((node) => node !== address);
  }

  /** Addresses (without instance key) that references lead to, followed through locals. */
  addressesOf(references: readonly Reference[]): string[] {
    return this.reachable(references.flatMap((reference) => nodeOf(reference) ?? []));
  }

  /** Names of the variables that a value depends on, followed through locals. */
  variablesIn(json: Json): string[] {
    const found = new Set<string>();
    const seen = new Set<string>();
    const queue: Json[] = [json];
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
      for (const { root, address } of this.referencesIn(item)) {
        const name = address.slice(root.length + 1);
        if (root === 'var') found.add(name);
        if (root !== 'local' || seen.has(name)) continue;
        seen.add(name);
        if (Object.hasOwn(this.input.content.locals, name)) queue.push(this.input.content.locals[name]!);
      }
    }
    return [...found];
  }

  private reachable(nodes: readonly string[]): string[] {
    const found = new Set<string>();
    const seen = new Set<string>();
    const queue = [...nodes].reverse();
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      if (!node.startsWith('local.')) found.add(node);
      else for (const inner of this.needs.get(node) ?? []) queue.push(inner);
    }
    return [...found];
  }

  repetitionOf(block: DesignBlock): Repetition {
    return this.keptBlock(block).repetition;
  }

  attributesOf(block: DesignBlock, instance: Instance): EvaluatedAttributes {
    const { attributes } = this.keptBlock(block);
    const kept = attributes.get(instance.address);
    if (kept) return kept;
    const schema = this.schemaOf(block)?.block;
    const result = evaluateAttributes(block.spec.attributes, schema, instanceScope(instance, this.scope), this.cache);
    if (schema) result.values = convertToSchema(result.values, schema);
    for (const diagnostic of result.diagnostics) this.diagnostics.push({ ...diagnostic, address: instance.address });
    attributes.set(instance.address, result);
    return result;
  }

  schemaOf({ mode, spec }: DesignBlock) {
    return mode === 'managed' ? this.input.catalog.resource(spec.type) : this.input.catalog.dataSource(spec.type);
  }

  /** Any Json of the design outside a resource: an output, a provider configuration. */
  evaluateJson(json: Json, path: string[]): EvaluatedAttributes {
    const result = evaluateAttributes({ value: json }, undefined, this.scope, this.cache);
    for (const diagnostic of result.diagnostics) this.diagnostics.push({ ...diagnostic, path });
    return result;
  }

  private keptBlock(block: DesignBlock): KeptBlock {
    const kept = this.kept.get(block.address);
    if (kept) return kept;
    const { count, forEach } = block.spec;
    const repeated = (json: Json, name: string): Value | undefined =>
      json === null || json === undefined ? undefined : this.repetitionValue(block, json, name);
    const repetition = expandInstances(block.address, repeated(count, 'count'), repeated(forEach, 'for_each'), this.diagnostics);
    const result: KeptBlock = { repetition, attributes: new Map() };
    this.kept.set(block.address, result);
    return result;
  }

  private repetitionValue(block: DesignBlock, json: Json, name: string): Value {
    const { values, diagnostics } = evaluateAttributes({ [name]: json }, undefined, this.scope, this.cache);
    for (const diagnostic of diagnostics) this.diagnostics.push({ ...diagnostic, address: block.address });
    return values[name] ?? null;
  }

  private resolve(root: string, names: readonly string[]): { value: Value; used: number } | undefined {
    const [first, second] = names;
    switch (root) {
      case 'var': {
        const value = first === undefined ? undefined : this.variables.get(first);
        return value === undefined ? undefined : { value, used: 1 };
      }
      case 'local':
        return first !== undefined && Object.hasOwn(this.input.content.locals, first) ? { value: this.local(first), used: 1 } : undefined;
      case 'path':
        return { value: first === 'module' || first === 'root' ? '.' : UNKNOWN, used: names.length };
      case 'terraform':
        return { value: first === 'workspace' ? 'default' : UNKNOWN, used: names.length };
      case 'module':
        return this.input.content.moduleCalls.some(({ name }) => name === first) ? { value: UNKNOWN, used: names.length } : undefined;
      case 'data':
        return this.resource(`data.${first}.${second}`, names.slice(2), 2);
      default:
        return this.resource(`${root}.${first}`, names.slice(1), 1);
    }
  }

  private resource(address: string, names: readonly string[], used: number): { value: Value; used: number } | undefined {
    const block = this.blocks.get(address);
    if (!block) return undefined;
    const value = this.referenceValue(address);
    // Without a schema it cannot be told which other attributes exist: they are unknown rather than wrong.
    const [name] = names;
    if (
      !this.schemaOf(block) &&
      name !== undefined &&
      !isUnknown(value) &&
      !Array.isArray(value) &&
      value !== null &&
      typeof value === 'object' &&
      !(name in value)
    )
      return { value: UNKNOWN, used: used + names.length };
    return { value, used };
  }

  private local(name: string): Value {
    const kept = this.locals.get(name);
    if (kept !== undefined) return kept;
    const node = `local.${name}`;
    if (this.inProgress.has(node)) return UNKNOWN;
    const value = this.evaluateJson(this.input.content.locals[name]!, ['locals', name]).values.value ?? null;
    this.locals.set(name, value);
    return value;
  }

  /** What `aws_vpc.main` alone stands for: an object, a list of them with count, a map of them with for_each. */
  private referenceValue(address: string): Value {
    const block = this.blocks.get(address);
    if (!block || this.inProgress.has(address)) return UNKNOWN;
    const { mode, instances } = this.repetitionOf(block);
    if (mode === 'unknown') return UNKNOWN;
    if (mode === 'single') return this.instanceValue(block, instances[0]!);
    if (mode === 'count') return instances.map((instance) => this.instanceValue(block, instance));
    return objectFrom(instances.map((instance) => [String(instance.key), this.instanceValue(block, instance)]));
  }

  private readonly complete = new Map<string, ValueObject>();

  private instanceValue(block: DesignBlock, instance: Instance): Value {
    const given = this.input.attributesOf?.(instance.address);
    if (given !== undefined) return given;
    const kept = this.complete.get(instance.address);
    if (kept) return kept;
    const { values } = this.attributesOf(block, instance);
    const schema = this.schemaOf(block);
    const value = schema ? completeToSchema(values, schema.block) : values;
    this.complete.set(instance.address, value);
    return value;
  }

  private nodesIn(json: Json): string[] {
    return [...new Set(this.referencesIn(json).flatMap((reference) => nodeOf(reference) ?? []))];
  }

  private referencesIn(json: Json): Reference[] {
    if (typeof json === 'string') return this.cache.references(json);
    if (json === null || typeof json !== 'object') return [];
    if (Array.isArray(json)) return json.flatMap((item) => this.referencesIn(item));
    return Object.entries(json).flatMap(([key, item]) => [...this.cache.references(key), ...this.referencesIn(item)]);
  }
}

const otherRoots = new Set(['var', 'path', 'terraform', 'each', 'count', 'self']);

/** The node of the graph that a reference leads to: a local, a module, a data source or a resource. */
const nodeOf = ({ root, address }: Reference): string | undefined => (otherRoots.has(root) ? undefined : address);

/** Addresses in a lifecycle's replace_triggered_by, with the attributes behind them. */
export function replaceTriggers(spec: ResourceSpec): string[] {
  const lifecycle: Json | undefined = Array.isArray(spec.lifecycle) ? spec.lifecycle[0] : spec.lifecycle;
  const triggers = isObject(lifecycle) ? lifecycle.replace_triggered_by : undefined;
  return Array.isArray(triggers)
    ? triggers.flatMap((trigger) => (typeof trigger === 'string' ? [trigger.replace(/^\$\{(.*)\}$/, '$1')] : []))
    : [];
}

/** An address without instance keys and attributes: aws_vpc.main[0] gives aws_vpc.main. */
export function blockAddressOf(address: string): string {
  const names = address.replace(/\[[^\]]*\]/g, '').split('.');
  return names.slice(0, names[0] === 'data' ? 3 : 2).join('.');
}
