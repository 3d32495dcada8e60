import { regionOf } from '../blueprint/evaluate-region';
import type { EvaluatedDesign, EvaluatedResource } from '../blueprint/evaluated';
import type { Catalog } from '../catalog/catalog';
import { providerOfType } from '../catalog/codec';
import { isObject, type Json, type JsonObject } from '../json';
import { unknownPaths, withoutInstanceKeys } from '../policy/plan-input';
import { configuredBlocks, type ConfiguredBlocks } from '../policy/plan-references';
import { valueAt, withoutAbsent, withUnknowns } from './plan-values';
import { withoutComputed } from './simulated-plan-values';

export interface PlanSource {
  /** `show -json` of a plan, format_version 1.x; masked values stay masked. */
  plan: unknown;
  /** The design that is planned. */
  planned: EvaluatedDesign;
  /** The design that was deployed last; null: none. */
  deployed: EvaluatedDesign | null;
  /** The cloud is simulated: what its resources computed by themselves says nothing about prices. Needs the schemas. */
  simulated: { catalog: Catalog } | null;
}

/** What there is before a plan is applied and what there is afterwards, ready to be estimated. */
export interface PlanDesigns {
  before: EvaluatedDesign;
  after: EvaluatedDesign;
}

type Side = 'before' | 'after';

interface Reading extends PlanSource {
  configured: ConfiguredBlocks;
  /** Where a resource of a side is looked up, the side's own design first. */
  found: Record<Side, (address: string, blockAddress: string) => EvaluatedResource | undefined>;
}

/**
 * Reads from a plan the resources on both of its sides. Values are those of the plan; what a plan does not say (region and
 * references of a resource, which of its unknown values are configured) comes from the designs, else from the plan's
 * configuration. Replaced objects that still wait to be destroyed (deposed) count before the plan only. Read leniently:
 * parts that are missing or of another shape count as empty.
 */
export function planDesigns(source: PlanSource): PlanDesigns {
  const { plan, planned, deployed } = source;
  const root = isObject(plan) ? plan : {};
  const entries = (Array.isArray(root['resource_changes']) ? root['resource_changes'] : [])
    .filter(isObject)
    .filter(({ mode }) => mode !== 'data');
  const reading: Reading = {
    ...source,
    configured: configuredBlocks(isObject(root['configuration']) ? root['configuration'] : {}),
    found: { before: lookUp(deployed, planned), after: lookUp(planned, deployed) },
  };
  const resources = (side: Side): EvaluatedResource[] => entries.flatMap((entry) => resourceOf(entry, side, reading) ?? []);
  return { before: { ...(deployed ?? planned), resources: resources('before') }, after: { ...planned, resources: resources('after') } };
}

/** Finds an instance by address, else any instance of its block, in the first design that has it. */
function lookUp(...designs: (EvaluatedDesign | null)[]): Reading['found'][Side] {
  const indexes = designs.flatMap((design) =>
    design
      ? [
          {
            byAddress: new Map(design.resources.map((one) => [one.address, one])),
            byBlock: new Map(design.resources.map((one) => [one.blockAddress, one])),
          },
        ]
      : [],
  );
  return (address, blockAddress) => {
    for (const { byAddress, byBlock } of indexes) {
      const known = byAddress.get(address) ?? byBlock.get(blockAddress);
      if (known) return known;
    }
    return undefined;
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function resourceOf(entry: Record<string, unknown>, side: Side, reading: Reading): EvaluatedResource | undefined {
  const change = isObject(entry['change']) ? entry['change'] : {};
  const given = change[side];
  const deposed = textOf(entry['deposed']);
  if (!isObject(given) || (deposed !== '' && side === 'after')) return undefined;
  const type = textOf(entry['type']);
  const address = textOf(entry['address']);
  const blockAddress = withoutInstanceKeys(address);
  const designed = reading.found[side](address, blockAddress);
  const unknown = side === 'after' ? unknownPaths(change['after_unknown']) : [];
  const { values, undecided } = valuesOf(given as JsonObject, unknown, type, {
    designed,
    configured: reading.configured.get(blockAddress)?.configured,
    simulated: reading.simulated,
  });
  const provider = providerOfType(type);
  const suffix = deposed === '' ? '' : ` (deposed object ${deposed})`;
  return {
    address: address + suffix,
    blockAddress: blockAddress + suffix,
    type,
    name: textOf(entry['name']),
    provider,
    region: regionOf(provider, values, undecided, undefined, designed?.region ?? reading.planned.region),
    module: textOf(entry['module_address']),
    values,
    unknown: undecided,
    references: designed?.references ?? reading.configured.get(blockAddress)?.references ?? {},
    dependsOn: designed?.dependsOn ?? [],
    providerConfiguration: designed?.providerConfiguration ?? '',
  };
}

/** The values of one side: a configured value that is known only after apply is its expression, any other such value is absent. */
function valuesOf(
  given: JsonObject,
  unknown: string[],
  type: string,
  {
    designed,
    configured,
    simulated,
  }: { designed: EvaluatedResource | undefined; configured: ReadonlySet<string> | undefined } & Pick<PlanSource, 'simulated'>,
): { values: JsonObject; undecided: string[] } {
  const texts = unknown.map((path) => ({ path, text: designed ? valueAt(designed.values, path) : textWithoutDesign(path, configured) }));
  const undecided = texts.filter((one): one is { path: string; text: Json } => one.text !== undefined);
  const values = withoutAbsent(withUnknowns(given, undecided));
  const schema = simulated?.catalog.resource(type)?.block;
  return {
    values: designed && schema ? withoutComputed(values, schema, designed.values) : values,
    undecided: undecided.map(({ path }) => path),
  };
}

/** Of a resource in a module the plan says which arguments are written down, and nothing of those within blocks. */
function textWithoutDesign(path: string, configured: ReadonlySet<string> | undefined): Json | undefined {
  return !configured || configured.has(path) ? '${unknown}' : undefined;
}
