import type { Diagnostic } from '../diagnostic';
import type { Expression } from '../hcl/ast';
import { parseExpression, parseTemplate } from '../hcl/parse';
import { type Reference, referencesOf } from '../hcl/references';
import { isObject, type Json } from '../json';
import { type BlueprintContent, dataAddress, resourceAddress } from './content';

/** An element whose values may refer to others. */
export interface Element {
  kind: 'resource' | 'data' | 'module' | 'local' | 'output' | 'provider';
  /** aws_vpc.main, data.aws_ami.x, module.net, local.x, output.x, provider.aws.west */
  address: string;
}

/** One reference, where it stands. */
export interface PlacedReference {
  from: Element;
  /** Path inside the element; meta-arguments are named as in the contract, e.g. ["forEach"], ["dependsOn", "0"]. */
  path: string[];
  reference: Reference;
}

export interface ExpressionFault {
  from: Element;
  path: string[];
  diagnostic: Pick<Diagnostic, 'summary'>;
}

export interface ContentReferences {
  references: PlacedReference[];
  faults: ExpressionFault[];
}

/** Values nested deeper than this are not looked into. */
export const MAX_VALUE_DEPTH = 200;

/** All references and all expressions that do not parse, in the order of the content. Equal texts are parsed once. */
export function collectReferences(content: BlueprintContent): ContentReferences {
  const collector = new ReferenceCollector();
  for (const resource of content.resources) collector.addBlock({ kind: 'resource', address: resourceAddress(resource) }, resource);
  for (const source of content.dataSources) collector.addBlock({ kind: 'data', address: dataAddress(source) }, source);
  for (const call of content.moduleCalls) {
    collector.addBlock({ kind: 'module', address: `module.${call.name}` }, { ...call, attributes: call.inputs, lifecycle: null });
  }
  for (const [name, value] of Object.entries(content.locals)) collector.addValue({ kind: 'local', address: `local.${name}` }, [], value);
  for (const output of content.outputs) collector.addValue({ kind: 'output', address: `output.${output.name}` }, ['value'], output.value);
  for (const configuration of content.providerConfigurations) {
    collector.addValue({ kind: 'provider', address: providerAddress(configuration) }, [], configuration.attributes);
  }
  return collector.found;
}

/** provider.aws, provider.aws.west */
export const providerAddress = ({ name, alias }: { name: string; alias: string | null }): string =>
  alias === null ? `provider.${name}` : `provider.${name}.${alias}`;

type Parsed = { references: Reference[]; fault: Pick<Diagnostic, 'summary'> | null };
type Bound = ReadonlySet<string>;
const NOTHING_BOUND: Bound = new Set();

class ReferenceCollector {
  readonly found: ContentReferences = { references: [], faults: [] };
  private readonly parsed = new Map<string, Parsed>();

  addBlock(from: Element, block: { attributes: Json; count: Json; forEach: Json; lifecycle: Json; dependsOn: string[] }): void {
    this.addValue(from, [], block.attributes);
    this.addValue(from, ['count'], block.count);
    this.addValue(from, ['forEach'], block.forEach);
    this.addValue(from, ['lifecycle'], block.lifecycle);
    if (isObject(block.lifecycle) && Array.isArray(block.lifecycle.replace_triggered_by)) {
      this.addBareReferences(from, ['lifecycle', 'replace_triggered_by'], block.lifecycle.replace_triggered_by);
    }
    this.addBareReferences(from, ['dependsOn'], block.dependsOn);
  }

  addValue(from: Element, path: string[], value: Json): void {
    this.walk(from, path, value, NOTHING_BOUND, 0);
  }

  private walk(from: Element, path: string[], value: Json, bound: Bound, depth: number): void {
    if (typeof value === 'string') this.addText(from, path, value, bound);
    else if (depth > MAX_VALUE_DEPTH || value === null || typeof value !== 'object') return;
    else if (Array.isArray(value)) value.forEach((item, at) => this.walk(from, [...path, String(at)], item, bound, depth + 1));
    else this.walkMembers(from, path, value, bound, depth);
  }

  private walkMembers(from: Element, path: string[], value: { [key: string]: Json }, bound: Bound, depth: number): void {
    for (const key of Object.keys(value)) {
      const member = value[key]!;
      this.addText(from, path, key, bound);
      if (key === 'dynamic' && isNested(member)) this.walkDynamic(from, [...path, key], member, bound, depth + 1);
      else this.walk(from, [...path, key], member, bound, depth + 1);
    }
  }

  /** `dynamic` holds blocks by label; inside a block its label, or what `iterator` names, stands for the current element. */
  private walkDynamic(from: Element, path: string[], value: Json[] | { [key: string]: Json }, bound: Bound, depth: number): void {
    if (depth > MAX_VALUE_DEPTH) return;
    if (Array.isArray(value)) {
      value.forEach((item, at) => {
        if (isNested(item)) this.walkDynamic(from, [...path, String(at)], item, bound, depth + 1);
      });
      return;
    }
    for (const [label, blocks] of Object.entries(value)) {
      if (Array.isArray(blocks))
        blocks.forEach((block, at) => this.walkDynamicBlock(from, [...path, label, String(at)], label, block, bound, depth + 1));
      else this.walkDynamicBlock(from, [...path, label], label, blocks, bound, depth + 1);
    }
  }

  /** The iterator is known inside content and labels, not yet in for_each; its name is a bare word. */
  private walkDynamicBlock(from: Element, path: string[], label: string, block: Json, bound: Bound, depth: number): void {
    if (!isObject(block)) return this.walk(from, path, block, bound, depth);
    const { iterator, for_each: collection = null, ...rest } = block as { [key: string]: Json };
    const name = typeof iterator === 'string' ? iterator.replace(/^\$\{\s*([\w-]+)\s*\}$/, '$1') : label;
    this.walk(from, [...path, 'for_each'], collection, bound, depth + 1);
    this.walk(from, path, rest, new Set([...bound, name]), depth + 1);
  }

  private addText(from: Element, path: string[], text: string, bound: Bound): void {
    if (!text.includes('${') && !text.includes('%{')) return;
    const { references, fault } = this.parse(text, parseTemplate);
    for (const reference of references) if (!bound.has(reference.root)) this.found.references.push({ from, path, reference });
    if (fault) this.found.faults.push({ from, path, diagnostic: fault });
  }

  /** References written without ${}, as in depends_on. */
  private addBareReferences(from: Element, path: string[], texts: readonly Json[]): void {
    texts.forEach((text, at) => {
      if (typeof text !== 'string' || text.includes('${')) return;
      const { references, fault } = this.parse(text, parseExpression);
      const place = [...path, String(at)];
      for (const reference of references) this.found.references.push({ from, path: place, reference });
      if (fault) this.found.faults.push({ from, path: place, diagnostic: fault });
    });
  }

  private parse(text: string, parse: (text: string) => { expression: Expression | null; diagnostics: Diagnostic[] }): Parsed {
    const key = parse === parseTemplate ? text : `bare ${text}`;
    let parsed = this.parsed.get(key);
    if (!parsed) {
      const { expression, diagnostics } = parse(text);
      parsed = {
        references: expression ? referencesOf(expression) : [],
        fault: expression ? null : (diagnostics[0] ?? { summary: 'The expression does not parse' }),
      };
      this.parsed.set(key, parsed);
    }
    return parsed;
  }
}

const isNested = (value: Json): value is Json[] | { [key: string]: Json } => value !== null && typeof value === 'object';
