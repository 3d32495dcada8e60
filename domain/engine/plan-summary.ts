import type { Catalog } from '../catalog/catalog';
import { isValueObject, objectFrom, type ValueObject } from '../hcl/functions/conversion';
import { valueOfJson } from '../hcl/functions/encoding';
import { UNKNOWN, type Value } from '../hcl/value';
import { isObject, type Json } from '../json';
import { compareAttributes } from './attribute-comparison';
import type { PlannedChange, PlanSummary } from './plan';
import type { Change, PlanAction, PlanJson } from './plan-json';
import { redactedChanges } from './sensitive';

const isReplacement = (actions: readonly PlanAction[]): boolean => actions.includes('create') && actions.includes('delete');

/** Counts and changes of a plan for people, of the built-in engine or of a real one; sensitive values are left out. */
export function summarisePlan(plan: Pick<PlanJson, 'resource_changes' | 'resource_drift'>, catalog: Catalog): PlanSummary {
  const managed = plan.resource_changes.filter(({ mode }) => mode === 'managed');
  const count = (matches: (actions: PlanAction[]) => boolean): number => managed.filter(({ change }) => matches(change.actions)).length;
  return {
    add: count((actions) => actions.includes('create') && !isReplacement(actions)),
    change: count((actions) => actions.includes('update')),
    destroy: count((actions) => actions.includes('delete') && !isReplacement(actions)),
    replace: count(isReplacement),
    drifted: plan.resource_drift.filter(
      ({ mode, change }) => mode === 'managed' && change.actions.some((action) => action === 'update' || action === 'delete'),
    ).length,
    changes: managed
      .filter(({ change }) => change.actions[0] !== 'no-op' && change.actions[0] !== 'read')
      .map(({ address, type, change }): PlannedChange => ({
        address,
        type,
        actions: change.actions,
        attributes: attributeChanges(type, change, catalog),
      })),
  };
}

function attributeChanges(type: string, change: Change, catalog: Catalog) {
  const schema = catalog.resource(type)?.block;
  const before = objectOf(change.before);
  const after = withUnknown(objectOf(change.after), change.after_unknown);
  const names = new Set([...markedNames(change.before_sensitive), ...markedNames(change.after_sensitive)]);
  // What only the provider decides is no news when an object is created or removed.
  const onlyOneSide = change.before === null || change.after === null;
  return redactedChanges(compareAttributes(before, after, schema, { ignoreComputedOnly: true }), schema, names).filter(
    ({ before: old, after: now, sensitive }) => !onlyOneSide || sensitive || old !== null || now !== null,
  );
}

const objectOf = (json: Json): ValueObject => {
  const value = valueOfJson(json);
  return isValueObject(value) ? value : objectFrom([]);
};

/** A mark anywhere inside an attribute hides the attribute. */
const markedNames = (mask: Json): string[] =>
  isObject(mask) ? Object.entries(mask).flatMap(([name, item]) => (containsTrue(item as Json) ? [name] : [])) : [];
const containsTrue = (mask: Json): boolean =>
  mask === true || (mask !== null && typeof mask === 'object' && Object.values(mask).some((item: Json) => containsTrue(item)));

function withUnknown(after: ValueObject, mask: Json): ValueObject {
  if (!isObject(mask)) return after;
  const unknown = Object.entries(mask).flatMap(([name, item]): [string, Value][] => (item === true ? [[name, UNKNOWN]] : []));
  return objectFrom([...Object.entries(after), ...unknown]);
}
