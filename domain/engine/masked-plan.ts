import type { Json, JsonObject } from '../json';
import { isObject } from '../json';
import { MASK, maskByName, maskMarked } from '../policy/mask';
import type { Change, PlanJson, ResourceChange } from './plan-json';

/** A plan that may be stored and read in clear: what a change says, without values that are marked sensitive or named like a secret. */
export type MaskedPlan = Pick<
  PlanJson,
  'format_version' | 'terraform_version' | 'resource_changes' | 'resource_drift' | 'output_changes' | 'configuration'
>;

/** Shorter texts stand in others by chance. */
const shortestCopied = 4;

/** The texts that marks hide. */
function hiddenTexts(value: Json, marks: unknown): string[] {
  if (typeof value === 'string') return marks === true && value.length >= shortestCopied ? [value] : [];
  const markOf = (name: string): unknown =>
    marks === true || (typeof marks === 'object' && marks !== null ? (marks as JsonObject)[name] : undefined);
  return value !== null && typeof value === 'object'
    ? Object.entries(value).flatMap(([name, item]) => hiddenTexts(item, markOf(name)))
    : [];
}

/** Providers repeat what they are told, unmarked: tags in tags_all, a name in an ARN. */
function withoutCopies(value: Json, hidden: readonly string[]): Json {
  if (typeof value === 'string') return hidden.some((text) => value.includes(text)) ? MASK : value;
  if (Array.isArray(value)) return value.map((item) => withoutCopies(item, hidden));
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutCopies(item as Json, hidden)]))
    : value;
}

const masked = (value: Json, marks: Json, hidden: readonly string[]): Json => {
  const marked = maskMarked(value, marks);
  const visible = hidden.length > 0 ? withoutCopies(marked, hidden) : marked;
  return isObject(visible) ? maskByName(visible as JsonObject) : visible;
};

function maskedChange<C extends Change>(change: C): C {
  const hidden = [...hiddenTexts(change.before, change.before_sensitive), ...hiddenTexts(change.after, change.after_sensitive)];
  return {
    ...change,
    before: masked(change.before, change.before_sensitive, hidden),
    after: masked(change.after, change.after_sensitive, hidden),
  };
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
