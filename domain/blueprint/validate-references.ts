import type { Catalog, ResourceTypeSchema } from '../catalog/catalog';
import { nearestName } from '../catalog/nearest';
import type { TraversalStep } from '../hcl/ast';
import { type BlueprintContent, dataAddress, type ResourceSpec, resourceAddress } from './content';
import { type Finding, finding } from './finding';
import { type ContentReferences, type Element, type PlacedReference, providerAddress } from './graph-references';
import { traversalFault } from './validate-traversal';

/** Roots that name no element of the design. */
const CONTEXT_ROOTS = new Set(['each', 'count', 'self', 'path', 'terraform']);

/** DANGLING_REFERENCE: references to elements, attributes and provider configurations that do not exist. */
export function findDanglingReferences(content: BlueprintContent, catalog: Catalog, { references }: ContentReferences): Finding[] {
  const declared = new Declarations(content, catalog);
  const findings = references.map((placed) => declared.faultOf(placed)).filter((fault) => fault !== null);
  return [...unique(findings), ...findUnknownProviders(content)];
}

class Declarations {
  private readonly names: ReadonlySet<string>;
  private readonly blocks = new Map<string, { spec: ResourceSpec; schema: ResourceTypeSchema | undefined }>();
  private readonly repeated: ReadonlyMap<string, { count: boolean; forEach: boolean }>;
  private readonly suggestions = new Map<string, string | null>();

  constructor(content: BlueprintContent, catalog: Catalog) {
    for (const spec of content.resources) this.blocks.set(resourceAddress(spec), { spec, schema: catalog.resource(spec.type) });
    for (const spec of content.dataSources) this.blocks.set(dataAddress(spec), { spec, schema: catalog.dataSource(spec.type) });
    this.names = new Set([
      ...content.variables.map(({ name }) => `var.${name}`),
      ...Object.keys(content.locals).map((name) => `local.${name}`),
      ...content.moduleCalls.map(({ name }) => `module.${name}`),
      ...this.blocks.keys(),
    ]);
    const blocks: [string, { count: unknown; forEach: unknown }][] = [
      ...[...this.blocks].map(([address, { spec }]): [string, ResourceSpec] => [address, spec]),
      ...content.moduleCalls.map((call): [string, { count: unknown; forEach: unknown }] => [`module.${call.name}`, call]),
    ];
    this.repeated = new Map(blocks.map(([address, { count, forEach }]) => [address, { count: isSet(count), forEach: isSet(forEach) }]));
  }

  faultOf({ from, path, reference }: PlacedReference): Finding | null {
    if (CONTEXT_ROOTS.has(reference.root)) return this.contextFault(from, path, reference.address);
    if (!this.names.has(reference.address)) {
      const suggestion = this.nearest(reference.address);
      return finding('DANGLING_REFERENCE', from.address, path, `${reference.address} does not exist`, { suggestion });
    }
    // Meta-arguments name whole elements.
    if (path[0] === 'dependsOn') return null;
    const fault = this.stepsFault(reference.address, reference.steps);
    return fault && finding('DANGLING_REFERENCE', from.address, path, fault.message, { suggestion: fault.suggestion });
  }

  private contextFault(from: Element, path: string[], address: string): Finding | null {
    const repeated = this.repeated.get(from.address);
    const root = address.split('.')[0];
    if (root === 'each' && !repeated?.forEach)
      return finding('DANGLING_REFERENCE', from.address, path, `${address} is known only where for_each is set`);
    if (root === 'count' && !repeated?.count)
      return finding('DANGLING_REFERENCE', from.address, path, `${address} is known only where count is set`);
    return null;
  }

  private stepsFault(address: string, steps: readonly TraversalStep[]): { message: string; suggestion: string | null } | null {
    const repeated = this.repeated.get(address);
    const block = this.blocks.get(address);
    if (!repeated || !block) return null;
    const isRepeated = repeated.count || repeated.forEach;
    const [first] = steps;
    if (!first) return null;
    const isKey = first.kind === 'index' || (first.kind === 'attribute' && /^\d+$/.test(first.name));
    if (isRepeated && first.kind === 'attribute' && !isKey) {
      const meta = repeated.count ? 'count' : 'for_each';
      return {
        message: `${address} has ${meta} set: name an instance, or all with [*]`,
        suggestion: `${address}[${repeated.count ? '0' : '"key"'}].${first.name}`,
      };
    }
    if (!isRepeated && isKey) return { message: `${address} has neither count nor for_each: it has no instance keys`, suggestion: address };
    // A splat over for_each goes over its instances as one object; what follows is not checked.
    if (repeated.forEach && first.kind === 'splat') return null;
    return block.schema ? traversalFault(block.schema, address, isKey || first.kind === 'splat' ? steps.slice(1) : steps) : null;
  }

  /** The nearest existing address of the same kind; each missing address is looked for once. */
  private nearest(address: string): string | null {
    const known = this.suggestions.get(address);
    if (known !== undefined) return known;
    // Distances to thousands of addresses cost: beyond a few hundred different ones, suggestions stop.
    const suggestion = this.suggestions.size < 200 ? nearestName(address, this.names, 2) : null;
    this.suggestions.set(address, suggestion);
    return suggestion;
  }
}

const isSet = (value: unknown): boolean => value !== null && value !== undefined;

/** The same reference may stand twice in one expression. */
function unique(findings: Finding[]): Finding[] {
  const seen = new Map(findings.map((one) => [JSON.stringify([one.address, one.path, one.message]), one]));
  return [...seen.values()];
}

function findUnknownProviders(content: BlueprintContent): Finding[] {
  const known = new Set(content.providerConfigurations.map(providerAddress));
  const blocks = [
    ...content.resources.map((spec) => ({ spec, address: resourceAddress(spec) })),
    ...content.dataSources.map((spec) => ({ spec, address: dataAddress(spec) })),
  ];
  return blocks
    .filter(({ spec }) => spec.providerAlias?.includes('.') && !known.has(`provider.${spec.providerAlias}`))
    .map(({ spec, address }) => {
      const suggestion = nearestName(`provider.${spec.providerAlias}`, known)?.slice('provider.'.length) ?? null;
      return finding('DANGLING_REFERENCE', address, ['providerAlias'], `There is no provider configuration ${spec.providerAlias}`, {
        suggestion,
      });
    });
}
