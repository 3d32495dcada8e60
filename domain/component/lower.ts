import { dataAddress, resourceAddress, type BlueprintContent, type ComponentSpec, type ResourceSpec } from '../blueprint/content';
import { finding, type Finding } from '../blueprint/finding';
import { nearestName } from '../catalog/nearest';
import type { Json, JsonObject } from '../json';
import { checkProperties, withDefaults } from './check-properties';
import { resolveComponentReferences, type ComponentOutputs, type UnresolvedReference } from './component-references';
import type { Lowered } from './component-type';
import { withProviderSettings } from './provider-settings';
import { componentType, componentTypes } from './registry';
import { regionOn } from './region-equivalents';

/** A design without components: they have become the resources of the clouds that they are for. */
export interface LoweredDesign {
  content: BlueprintContent;
  /** Address of each lowered resource and data source -> name of the component it came from. */
  componentOf: ReadonlyMap<string, string>;
  /** What is wrong with the components themselves. */
  findings: Finding[];
}

interface LoweredComponent {
  spec: ComponentSpec;
  lowered: Lowered;
}

/**
 * Lowers every component to native resources, behind the authored ones. A component that cannot be lowered (an unknown
 * type, properties that do not fit) is reported and left out. Pure and deterministic; a design without components comes
 * back as it is.
 */
export function lowerDesign(content: BlueprintContent): LoweredDesign {
  if (content.components.length === 0) return { content: withRegion(content), componentOf: new Map(), findings: [] };
  const findings: Finding[] = duplicateNames(content.components);
  const components = content.components.flatMap((spec): LoweredComponent[] => {
    const lowered = lowerComponent(spec, content, findings);
    return lowered ? [{ spec, lowered }] : [];
  });
  const outputs: ComponentOutputs = new Map(components.map(({ spec, lowered }) => [spec.name, lowered.outputs]));
  const componentOf = new Map<string, string>();
  const shared = new Map<string, ResourceSpec>();
  const resources: ResourceSpec[] = [];
  const dataSources: ResourceSpec[] = [];
  for (const { spec, lowered } of components) {
    for (const one of lowered.shared ?? []) {
      if (shared.has(resourceAddress(one)) || content.resources.some((authored) => resourceAddress(authored) === resourceAddress(one)))
        continue;
      shared.set(resourceAddress(one), one);
      componentOf.set(resourceAddress(one), spec.name);
    }
    for (const one of lowered.resources) componentOf.set(resourceAddress(one), spec.name);
    for (const one of lowered.dataSources ?? []) {
      if (componentOf.has(dataAddress(one)) || content.dataSources.some((authored) => dataAddress(authored) === dataAddress(one))) continue;
      componentOf.set(dataAddress(one), spec.name);
      dataSources.push(one);
    }
    resources.push(...lowered.resources);
  }
  const whole = {
    ...withRegion(content),
    components: [],
    resources: [...content.resources, ...shared.values(), ...resources],
    dataSources: [...content.dataSources, ...dataSources],
    providerConfigurations: withProviderSettings(
      content.providerConfigurations,
      components.flatMap(({ spec, lowered: { providerSettings: settings } }) =>
        settings ? [{ provider: spec.provider ?? content.provider, settings }] : [],
      ),
    ),
  };
  return { content: resolveContent(whole, outputs, componentOf, findings), componentOf, findings };
}

/** The region in the words of the blueprint's provider: a design that was switched to another cloud keeps its place. */
const withRegion = (content: BlueprintContent): BlueprintContent => ({ ...content, region: regionOn(content.provider, content.region) });

function duplicateNames(components: readonly ComponentSpec[]): Finding[] {
  const seen = new Set<string>();
  return components.flatMap(({ name }) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [finding('DUPLICATE_ADDRESS', `component.${name}`, null, `There are several components named "${name}".`)];
  });
}

const identifier = /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/;

function lowerComponent(spec: ComponentSpec, content: BlueprintContent, findings: Finding[]): Lowered | null {
  const address = `component.${spec.name}`;
  const type = componentType(spec.type);
  if (!type) {
    const suggestion =
      nearestName(
        spec.type,
        componentTypes().map((one) => one.name),
      ) ?? null;
    findings.push(finding('UNKNOWN_TYPE', address, null, `There is no component type "${spec.type}".`, { suggestion }));
    return null;
  }
  if (!identifier.test(spec.name)) {
    findings.push(
      finding(
        'NAMING_CONVENTION',
        address,
        null,
        `"${spec.name}" is no name for a component: it starts with a letter and has letters, digits, dashes and underscores.`,
      ),
    );
    return null;
  }
  const faults = checkProperties(spec.properties, type.properties, address);
  if (faults.length > 0) {
    findings.push(...faults);
    return null;
  }
  const provider = spec.provider ?? content.provider;
  const properties = withDefaults(spec.properties, type.properties) as JsonObject;
  const together = type.faults?.(properties) ?? [];
  if (together.length > 0) {
    findings.push(...together.map(({ path, message }) => finding('INVALID_VALUE', address, path, message)));
    return null;
  }
  return type.lower[provider]({ name: spec.name, properties, region: regionOn(provider, content.region) });
}

/** Puts what component references stand for into every part of the design that may hold one. */
function resolveContent(
  content: BlueprintContent,
  outputs: ComponentOutputs,
  componentOf: ReadonlyMap<string, string>,
  findings: Finding[],
): BlueprintContent {
  const at = (address: string) => {
    const component = componentOf.get(address);
    const owner = component === undefined ? address : `component.${component}`;
    return (value: Json): Json =>
      resolveComponentReferences(value, outputs, (reference) => findings.push(unresolved(owner, reference, outputs)));
  };
  const resolveSpec = (spec: ResourceSpec, address: string): ResourceSpec => {
    const resolve = at(address);
    return { ...spec, attributes: resolve(spec.attributes) as JsonObject, count: resolve(spec.count), forEach: resolve(spec.forEach) };
  };
  return {
    ...content,
    resources: content.resources.map((spec) => resolveSpec(spec, resourceAddress(spec))),
    dataSources: content.dataSources.map((spec) => resolveSpec(spec, dataAddress(spec))),
    moduleCalls: content.moduleCalls.map((call) => ({ ...call, inputs: at(`module.${call.name}`)(call.inputs) as JsonObject })),
    locals: Object.fromEntries(Object.entries(content.locals).map(([name, value]) => [name, at(`local.${name}`)(value)])),
    outputs: content.outputs.map((output) => ({ ...output, value: at(`output.${output.name}`)(output.value) })),
  };
}

function unresolved(address: string, { component, output }: UnresolvedReference, outputs: ComponentOutputs): Finding {
  const known = outputs.get(component);
  if (!known)
    return finding('DANGLING_REFERENCE', address, null, `There is no component "${component}".`, {
      suggestion: nearestName(component, [...outputs.keys()]) ?? null,
    });
  const names = Object.keys(known);
  return finding(
    'DANGLING_REFERENCE',
    address,
    null,
    output === null ? `Say which output of component "${component}".` : `Component "${component}" has no output "${output}".`,
    {
      suggestion: (output && nearestName(output, names)) ?? names.join(', '),
    },
  );
}
