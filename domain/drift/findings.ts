import type { Catalog } from '../catalog/catalog';
import type { Severity } from '../diagnostic';
import { redactedChanges, type AttributeChange } from '../engine/sensitive';
import type { ResourceChange } from '../engine/plan-json';
import { valueOfJson } from '../hcl/functions/encoding';
import { isValueObject, objectFrom, type ValueObject } from '../hcl/functions/conversion';
import { isObject, type Json } from '../json';
import { compareAttributes } from '../engine/attribute-comparison';

/** CHANGED and DELETED: the cloud differs from the state. UNAPPLIED: the code differs from the state. */
export type DriftKind = 'CHANGED' | 'DELETED' | 'UNAPPLIED';

export interface DriftFinding {
  address: string;
  type: string;
  kind: DriftKind;
  /** Sensitive values are null on both sides. */
  attributes: AttributeChange[];
  severity: Severity;
}

/** What a plan's JSON says about drift; either part may be left out. */
export interface DriftInput {
  resource_drift?: readonly ResourceChange[];
  resource_changes?: readonly ResourceChange[];
}

const securityRelevant =
  /ingress|egress|cidr|polic(y|ies)|public|encrypt|kms|security_group|\bacl\b|iam|role|principal|permission|access|firewall|source_ranges|allow|deny|tls|ssl|https|authentication|logging|versioning|password|secret|source_address_prefix|network_rule|open_to|privileged/i;
const tagPath = /^(tags|tags_all|labels|effective_labels|terraform_labels)(\.|$)/;

const valuesOf = (json: Json | undefined): ValueObject => {
  const value = valueOfJson(json ?? null);
  return isValueObject(value) ? value : objectFrom([]);
};

/** How the recorded object of a resource and the refreshed one differ, without what providers report as noise. */
export function compareDrift(prior: Json, refreshed: Json, type: string, catalog: Catalog): AttributeChange[] {
  const schema = catalog.resource(type)?.block;
  return redactedChanges(compareAttributes(valuesOf(prior), valuesOf(refreshed), schema, { ignoreComputedOnly: true }), schema);
}

/** The drift that a plan shows, noise and move-only items left out, sorted by address. */
export function driftFindings(plan: DriftInput, catalog: Catalog): DriftFinding[] {
  const findings = new Map<string, DriftFinding>();
  for (const item of plan.resource_drift ?? []) {
    const finding = item.mode === 'managed' ? driftFinding(item, catalog) : undefined;
    if (finding) findings.set(finding.address, finding);
  }
  for (const item of plan.resource_changes ?? []) {
    const finding = item.mode === 'managed' && !findings.has(item.address) ? unappliedFinding(item, catalog) : undefined;
    if (finding) findings.set(finding.address, finding);
  }
  return [...findings.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
}

function driftFinding(item: ResourceChange, catalog: Catalog): DriftFinding | undefined {
  const { address, type, change } = item;
  if (change.actions.includes('delete')) return { address, type, kind: 'DELETED', attributes: [], severity: 'HIGH' };
  if (!change.actions.includes('update')) return undefined;
  const attributes = withMasks(compareDrift(change.before, change.after, type, catalog), item);
  return attributes.length === 0 ? undefined : { address, type, kind: 'CHANGED', attributes, severity: severityOf(attributes) };
}

function unappliedFinding(item: ResourceChange, catalog: Catalog): DriftFinding | undefined {
  const { address, type, change } = item;
  if (change.actions.every((action) => action === 'no-op' || action === 'read' || action === 'forget')) return undefined;
  const both = isObject(change.before) && isObject(change.after);
  const attributes = both ? withMasks(compareDrift(change.before, knownAfter(change), type, catalog), item) : [];
  const onlyUpdate = change.actions.length === 1 && change.actions[0] === 'update';
  if (onlyUpdate && attributes.length === 0) return undefined;
  return { address, type, kind: 'UNAPPLIED', attributes, severity: attributes.length === 0 ? 'MEDIUM' : severityOf(attributes) };
}

/** What becomes known only after apply is no difference that could be shown. */
function knownAfter(change: ResourceChange['change']): Json {
  if (!isObject(change.after) || !isObject(change.before) || !isObject(change.after_unknown)) return change.after;
  const before = change.before;
  const unknown = Object.keys(change.after_unknown).filter((name) => (change.after_unknown as Record<string, Json>)[name] === true);
  return { ...change.after, ...Object.fromEntries(unknown.map((name) => [name, before[name] ?? null])) } as Json;
}

/** The plan's own masks, on top of what the schema and the names say. */
function withMasks(attributes: AttributeChange[], { change }: ResourceChange): AttributeChange[] {
  const masked = (mask: Json | undefined, path: string[]): boolean => {
    if (mask === true) return true;
    const [head, ...rest] = path;
    if (head === undefined) return containsTrue(mask);
    if (Array.isArray(mask)) return masked(mask[Number(head)], rest);
    return isObject(mask) ? masked((mask as Record<string, Json>)[head], rest) : false;
  };
  return attributes.map((attribute) => {
    const path = attribute.path.split('.');
    const sensitive = attribute.sensitive || masked(change.before_sensitive, path) || masked(change.after_sensitive, path);
    return sensitive ? { path: attribute.path, before: null, after: null, sensitive } : attribute;
  });
}

const containsTrue = (mask: Json | undefined): boolean =>
  mask === true || (typeof mask === 'object' && mask !== null && Object.values(mask).some((item: Json) => containsTrue(item)));

function severityOf(attributes: readonly AttributeChange[]): Severity {
  if (attributes.some(({ path }) => !tagPath.test(path) && securityRelevant.test(path))) return 'HIGH';
  return attributes.every(({ path }) => tagPath.test(path)) ? 'LOW' : 'MEDIUM';
}

/** The same finding has the same fingerprint in every scan; the order of the paths does not matter. */
export function driftFingerprint(finding: { environmentId: string; address: string; kind: DriftKind; paths: readonly string[] }): string {
  return JSON.stringify([finding.environmentId, finding.address, finding.kind, ...[...new Set(finding.paths)].sort()]);
}
