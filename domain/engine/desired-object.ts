import type { ResourceTypeSchema } from '../catalog/catalog';
import { completeToSchema } from '../blueprint/evaluate-schema';
import { isValueObject, objectFrom, type ValueObject } from '../hcl/functions/conversion';
import { isKnown, isUnknown, UNKNOWN, type Value } from '../hcl/value';
import { compareAttributes, type ValueChange } from './attribute-comparison';
import type { ForceNew } from './force-new';
import { withIgnoredChanges, type Lifecycle } from './lifecycle';
import type { PlanAction } from './plan-json';

export interface DesiredInput {
  type: string;
  configured: ValueObject;
  /** The object as it is; null: there is none. */
  prior: ValueObject | null;
  schema: ResourceTypeSchema | undefined;
  defaultTags: ValueObject;
  lifecycle: Lifecycle;
  /** Nothing that the object refers to changes in this plan. */
  isSettled: boolean;
  /** A replace_triggered_by address changes. */
  isTriggered: boolean;
  forceNew: ForceNew;
}

export interface Decision {
  actions: PlanAction[];
  /** The object after apply, with UNKNOWN for what the provider decides. */
  after: ValueObject;
  changes: ValueChange[];
  /** Attributes that cannot change in place. */
  replacePaths: string[];
}

/** Decides what must happen to one object so that it becomes what is configured. */
export function decide(input: DesiredInput): Decision {
  const { prior, lifecycle } = input;
  if (prior === null) return { actions: ['create'], after: completeObject(input, input.configured, null), changes: [], replacePaths: [] };
  const known = input.isSettled ? (withPriorForUnknown(input.configured, prior) as ValueObject) : input.configured;
  const configured = withIgnoredChanges(known, prior, lifecycle.ignoreChanges);
  const updated = completeObject(input, configured, prior);
  const changes = compareAttributes(prior, updated, input.schema?.block, { ignoreComputedOnly: false });
  const forcing = input.forceNew(input.type);
  const replacePaths = [...new Set(changes.map(({ path }) => path.split('.', 1)[0]!))].filter((name) => forcing.has(name));
  if (changes.length === 0 && !input.isTriggered) return { actions: ['no-op'], after: prior, changes, replacePaths };
  if (replacePaths.length === 0 && !input.isTriggered) return { actions: ['update'], after: updated, changes, replacePaths };
  const after = completeObject(input, configured, null);
  return {
    actions: lifecycle.createBeforeDestroy ? ['create', 'delete'] : ['delete', 'create'],
    after,
    changes: compareAttributes(prior, after, input.schema?.block, { ignoreComputedOnly: true }),
    replacePaths,
  };
}

/** What is unknown although nothing behind it changes (a file's content, say) is what it was: else every plan would change it. */
export function withPriorForUnknown(value: Value, prior: Value | undefined): Value {
  if (isUnknown(value)) return prior ?? value;
  if (isValueObject(value)) {
    const before = isValueObject(prior) ? prior : objectFrom([]);
    return objectFrom(Object.entries(value).map(([name, item]) => [name, withPriorForUnknown(item, before[name])]));
  }
  if (!Array.isArray(value) || isKnown(value)) return value;
  return Array.isArray(prior) && prior.length === value.length
    ? value.map((item, index) => withPriorForUnknown(item, prior[index]))
    : value;
}

/** The whole object for what is configured: as an update of the prior one, or a new one (prior null). */
export function completeObject(
  { schema, defaultTags }: Pick<DesiredInput, 'schema' | 'defaultTags'>,
  configured: ValueObject,
  prior: ValueObject | null,
): ValueObject {
  // Without a schema only the configured attributes are known, and that there is an id.
  if (!schema) return objectFrom([['id', prior?.id ?? UNKNOWN], ...Object.entries(configured)]);
  const complete = completeToSchema(configured, schema.block, prior ?? undefined);
  if (schema.block.attributes.has('tags') && schema.block.attributes.get('tags_all')?.computed && !('tags_all' in configured)) {
    const tags = complete.tags ?? null;
    if (tags === null || isValueObject(tags))
      complete.tags_all = objectFrom([...Object.entries(defaultTags), ...(tags === null ? [] : Object.entries(tags))]);
  }
  return complete;
}
