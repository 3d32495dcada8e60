import type { Catalog } from '../catalog/catalog';
import { valueOfJson } from '../hcl/functions/encoding';
import type { ValueObject } from '../hcl/functions/conversion';
import { compareAttributes } from './attribute-comparison';
import type { CloudApi } from './cloud';
import type { ResourceChange } from './plan-json';
import { sensitiveMask } from './sensitive';
import { cloudIdOf } from './simulated-values';
import { objectName, providerName, type StateObject } from './state-objects';

const readsAtOnce = 16;

export interface Refreshed {
  /** What the cloud holds now; an object that is gone is left out. */
  objects: Map<string, StateObject>;
  drift: ResourceChange[];
}

/** Reads every managed object of a state from the cloud and tells how it differs from what is recorded. */
export async function refresh(recorded: ReadonlyMap<string, StateObject>, cloud: CloudApi, catalog: Catalog): Promise<Refreshed> {
  const objects = new Map<string, StateObject>();
  const drift: ResourceChange[] = [];
  const all = [...recorded.values()];
  for (let start = 0; start < all.length; start += readsAtOnce) {
    const batch = all.slice(start, start + readsAtOnce);
    const found = await Promise.all(
      batch.map((object) =>
        object.mode === 'data' ? object.attributes : cloud.read(object.type, cloudIdOf(object.address, object.attributes)),
      ),
    );
    batch.forEach((object, index) => {
      const attributes = found[index] ?? null;
      const difference = object.mode === 'data' || object.deposed !== undefined ? undefined : driftOf(object, attributes, catalog);
      if (difference) drift.push(difference);
      if (attributes !== null) objects.set(objectName(object), { ...object, attributes });
    });
  }
  return { objects, drift };
}

function driftOf(object: StateObject, attributes: StateObject['attributes'] | null, catalog: Catalog): ResourceChange | undefined {
  const schema = catalog.resource(object.type)?.block;
  const before = valueOfJson(object.attributes) as ValueObject;
  const names = new Set(object.sensitive);
  if (
    attributes !== null &&
    compareAttributes(before, valueOfJson(attributes) as ValueObject, schema, { ignoreComputedOnly: false }).length === 0
  )
    return undefined;
  return {
    address: object.address,
    mode: object.mode,
    type: object.type,
    name: object.name,
    ...(object.key === null ? {} : { index: object.key }),
    provider_name: providerName(object.provider),
    change: {
      actions: [attributes === null ? 'delete' : 'update'],
      before: object.attributes,
      after: attributes,
      after_unknown: {},
      before_sensitive: sensitiveMask(before, schema, names),
      after_sensitive: attributes === null ? false : sensitiveMask(valueOfJson(attributes) as ValueObject, schema, names),
    },
  };
}
