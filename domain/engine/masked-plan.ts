import type { Json, JsonObject } from '../json';
import { isObject } from '../json';
import { maskByName, maskMarked } from '../policy/mask';
import type { Change, PlanJson, ResourceChange } from './plan-json';

/** A plan that may be stored and read in clear: what a change says, without values that are marked sensitive or named like a secret. */
export type MaskedPlan = Pick<
  PlanJson,
  'format_version' | 'terraform_version' | 'resource_changes' | 'resource_drift' | 'output_changes' | 'configuration'
>;

const masked = (value: Json, marks: Json): Json => {
  const visible = maskMarked(value, marks);
  return isObject(visible) ? maskByName(visible as JsonObject) : visible;
};

function maskedChange<C extends Change>(change: C): C {
  return { ...change, before: masked(change.before, change.before_sensitive), after: masked(change.after, change.after_sensitive) };
}

const maskedResource = (resource: ResourceChange): ResourceChange => ({ ...resource, change: maskedChange(resource.change) });

/** The readable form of `show -json`: variables, prior state and planned values are left out, they repeat secrets in other places. */
export function maskedPlan(plan: PlanJson): MaskedPlan {
  return {
    format_version: plan.format_version,
    terraform_version: plan.terraform_version,
    resource_changes: plan.resource_changes.map(maskedResource),
    resource_drift: plan.resource_drift.map(maskedResource),
    output_changes: Object.fromEntries(Object.entries(plan.output_changes).map(([name, change]) => [name, maskedChange(change)])),
    configuration: plan.configuration,
  };
}
