import { createHash } from 'node:crypto';
import type { CloudProvider } from '#domain/blueprint/content';
import type { Severity } from '#domain/diagnostic';
import { refusedBuiltins } from '#domain/policy/capabilities';
import { libraryModules, policyLibrary } from '#domain/policy/library';
import type { Control } from '#domain/policy/rule';
import type { Enforcement } from '#domain/policy/verdict';
import { policySetId, type PolicySet } from '#platform/rego/request';

export interface PolicyRecord {
  id: string;
  rule: string;
  title: string;
  description: string;
  remediation: string | null;
  provider: CloudProvider | null;
  severity: Severity;
  /** As long as no setting says otherwise. */
  enforcement: Enforcement;
  builtIn: boolean;
  rego: string;
  resourceTypes: string[];
  controls: Control[];
}

/** A UUID version 8 from the rule's name: every replica and every release knows the policy by the same id. */
function policyIdOf(rule: string): string {
  const bytes = createHash('sha256').update(`lintel/policy/${rule}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const defaultEnforcement = (severity: Severity): Enforcement => (severity === 'CRITICAL' ? 'SOFT_MANDATORY' : 'ADVISORY');

/** The rules that come with Lintel, in rule order. */
export const builtInPolicies: readonly PolicyRecord[] = policyLibrary.map((policy) => ({
  id: policyIdOf(policy.rule),
  rule: policy.rule,
  title: policy.title,
  description: policy.description,
  remediation: policy.remediation,
  provider: policy.provider,
  severity: policy.severity,
  enforcement: defaultEnforcement(policy.severity),
  builtIn: true,
  rego: policy.rego,
  resourceTypes: policy.resourceTypes,
  controls: policy.controls,
}));

const byId = new Map(builtInPolicies.map((policy) => [policy.id, policy]));

export const policyById = (id: string): PolicyRecord | undefined => byId.get(id);

const modules = { modules: libraryModules, deny: refusedBuiltins };

/** The whole library as the engine loads it: one set, compiled once per content. */
export const librarySet: PolicySet = { ...modules, id: policySetId(modules) };
