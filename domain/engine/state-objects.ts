import { instanceAddress } from '../blueprint/evaluate-instances';
import type { Json, JsonObject } from '../json';
import type { ResourceValues, StateValues } from './plan-json';
import type { StateInstance, StateOutput, StateResource, StateV4 } from './state';

/** One instance of a state, flat. */
export interface StateObject {
  /** Address with instance key. */
  address: string;
  blockAddress: string;
  mode: 'managed' | 'data';
  type: string;
  name: string;
  module?: string;
  key: number | string | null;
  provider: string;
  schemaVersion: number;
  attributes: JsonObject;
  sensitive: string[];
  dependencies: string[];
  /** Key of an object that was replaced and still has to be destroyed. */
  deposed?: string;
}

/** What tells the objects of a state apart: the address, with the key of a deposed object behind it. */
export const objectName = ({ address, deposed }: Pick<StateObject, 'address' | 'deposed'>): string =>
  deposed === undefined ? address : `${address} (deposed ${deposed})`;

const blockAddress = ({ module, mode, type, name }: StateResource): string =>
  `${module === undefined ? '' : `${module}.`}${mode === 'data' ? 'data.' : ''}${type}.${name}`;

/** The name of the provider in a state's provider reference: registry.terraform.io/hashicorp/aws. */
export const providerName = (reference: string): string => /\["([^"]+)"\]/.exec(reference)?.[1] ?? reference;

/** The objects of a state by objectName. */
export function stateObjects(state: StateV4 | null): Map<string, StateObject> {
  const objects = new Map<string, StateObject>();
  for (const resource of state?.resources ?? []) {
    for (const instance of resource.instances) {
      const object = stateObject(resource, instance);
      objects.set(objectName(object), object);
    }
  }
  return objects;
}

function stateObject(resource: StateResource, instance: StateInstance): StateObject {
  const block = blockAddress(resource);
  const key = instance.index_key ?? null;
  return {
    address: instanceAddress(block, key),
    blockAddress: block,
    mode: resource.mode,
    type: resource.type,
    name: resource.name,
    ...(resource.module === undefined ? {} : { module: resource.module }),
    key,
    provider: resource.provider,
    schemaVersion: instance.schema_version,
    attributes: instance.attributes,
    sensitive: instance.sensitive_attributes.flatMap((path) => attributeName(path) ?? []),
    dependencies: instance.dependencies ?? [],
    ...(instance.deposed === undefined ? {} : { deposed: instance.deposed }),
  };
}

/** Only marks on whole attributes are kept apart; a mark deeper inside counts for its attribute. */
function attributeName(path: Json): string | undefined {
  const [step] = Array.isArray(path) ? path : [];
  return step !== null && typeof step === 'object' && !Array.isArray(step) && typeof step.value === 'string' ? step.value : undefined;
}

/** A state from its objects, resources and instances in address order. */
export function stateOf(
  objects: Iterable<StateObject>,
  outputs: Record<string, StateOutput>,
  serial: number,
  lineage: string,
  version: string,
): StateV4 {
  const resources = new Map<string, StateResource>();
  const sorted = [...objects].sort((a, b) =>
    a.blockAddress === b.blockAddress ? compareKeys(a.key, b.key) : a.blockAddress < b.blockAddress ? -1 : 1,
  );
  for (const object of sorted) {
    let resource = resources.get(object.blockAddress);
    if (!resource) {
      const { module, mode, type, name, key, provider } = object;
      const each = key === null ? {} : { each: typeof key === 'number' ? ('list' as const) : ('map' as const) };
      resource = { ...(module === undefined ? {} : { module }), mode, type, name, ...each, provider, instances: [] };
      resources.set(object.blockAddress, resource);
    }
    resource.instances.push(stateInstance(object));
  }
  return { version: 4, terraform_version: version, serial, lineage, outputs, resources: [...resources.values()] };
}

const stateInstance = (object: StateObject): StateInstance => ({
  ...(object.key === null ? {} : { index_key: object.key }),
  schema_version: object.schemaVersion,
  attributes: object.attributes,
  sensitive_attributes: object.sensitive.map((value) => [{ type: 'get_attr', value }]),
  ...(object.dependencies.length === 0 ? {} : { dependencies: object.dependencies }),
  ...(object.deposed === undefined ? {} : { deposed: object.deposed }),
});

const compareKeys = (a: number | string | null, b: number | string | null): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
};

/** The values form of `show -json`. */
export function stateValues(objects: Iterable<StateObject>, outputs: Record<string, StateOutput>): StateValues {
  return {
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, { value, sensitive }]) => [name, { sensitive: sensitive === true, value }]),
    ),
    root_module: { resources: [...objects].filter(({ deposed }) => deposed === undefined).map(resourceValues) },
  };
}

const resourceValues = (object: StateObject): ResourceValues => ({
  address: object.address,
  mode: object.mode,
  type: object.type,
  name: object.name,
  ...(object.key === null ? {} : { index: object.key }),
  provider_name: providerName(object.provider),
  schema_version: object.schemaVersion,
  values: object.attributes,
  sensitive_values: Object.fromEntries(object.sensitive.map((name) => [name, true])),
  ...(object.dependencies.length === 0 ? {} : { depends_on: object.dependencies }),
});
