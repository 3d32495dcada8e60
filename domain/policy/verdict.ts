import type { Severity } from '../diagnostic';
import type { Finding, RuleFindings } from './entry';

export type Enforcement = 'OFF' | 'SHADOW' | 'ADVISORY' | 'SOFT_MANDATORY' | 'HARD_MANDATORY';
export type Verdict = 'PASSED' | 'WARNED' | 'OVERRIDABLE' | 'BLOCKED' | 'ERRORED';

/** Where a setting or an exemption holds; the organisation when both are null. An environment is narrower than its project. */
export interface Scope {
  projectId: string | null;
  environmentId: string | null;
}

export interface EnforcementSetting extends Scope {
  policyId: string;
  enforcement: Enforcement;
}

export interface ExemptionGrant extends Scope {
  id: string;
  policyId: string;
  /** Glob over addresses (* and ?); null: every address. */
  address: string | null;
  expiresAt: Date;
  revokedAt: Date | null;
}

export interface EvaluatedPolicy {
  id: string;
  rule: string;
  severity: Severity;
  /** Where no narrower scope says otherwise. */
  enforcement: Enforcement;
}

/** A policy that gave no findings because it could not be evaluated. */
export interface PolicyFailure {
  rule: string;
  message: string;
}

export interface Violation extends Finding {
  policyId: string;
  rule: string;
  severity: Severity;
  enforcement: Enforcement;
  exemptionId: string | null;
}

export interface UndecidedFinding extends Finding {
  policyId: string;
  rule: string;
}

export interface Judgement {
  verdict: Verdict;
  /** Most severe first; exempted ones are marked, those of shadowed policies are listed and never count. */
  violations: Violation[];
  undecided: UndecidedFinding[];
  failures: (PolicyFailure & { policyId: string; enforcement: Enforcement })[];
  policiesEvaluated: number;
}

export interface Evidence {
  policies: readonly EvaluatedPolicy[];
  findings: readonly RuleFindings[];
  failures: readonly PolicyFailure[];
  settings: readonly EnforcementSetting[];
  exemptions: readonly ExemptionGrant[];
  /** What is judged: a design has no environment, and a draft may have no project. */
  scope: Scope;
  now: Date;
}

const severityRank: Record<Severity, number> = { CRITICAL: 0, HIGH: 1, MEDIUM: 2, LOW: 3 };
const strictness: Record<Enforcement, number> = { HARD_MANDATORY: 0, SOFT_MANDATORY: 1, ADVISORY: 2, SHADOW: 3, OFF: 4 };
const isMandatory = (enforcement: Enforcement): boolean => enforcement === 'SOFT_MANDATORY' || enforcement === 'HARD_MANDATORY';

/**
 * Decides what an evaluation means. A policy that is OFF has no say. A mandatory policy that could not be evaluated makes the verdict ERRORED whatever the
 * others found (fail closed); one that is not mandatory is only listed.
 */
export function judge(evidence: Evidence): Judgement {
  const active = evidence.policies
    .map((policy) => ({ ...policy, enforcement: effectiveEnforcement(policy, evidence.settings, evidence.scope) }))
    .filter(({ enforcement }) => enforcement !== 'OFF');
  const byRule = new Map(active.map((policy) => [policy.rule, policy]));

  const violations: Violation[] = [];
  const undecided: UndecidedFinding[] = [];
  for (const found of evidence.findings) {
    const policy = byRule.get(found.rule);
    if (policy === undefined) continue;
    const { id: policyId, rule, severity, enforcement } = policy;
    for (const finding of found.denied) {
      const exemptionId = exemptionFor(policyId, finding.address, evidence)?.id ?? null;
      violations.push({ ...finding, policyId, rule, severity, enforcement, exemptionId });
    }
    undecided.push(...found.undecided.map((finding) => ({ ...finding, policyId, rule })));
  }
  const failures = evidence.failures.flatMap((failure) => {
    const policy = byRule.get(failure.rule);
    return policy === undefined ? [] : [{ ...failure, policyId: policy.id, enforcement: policy.enforcement }];
  });
  violations.sort(bySeverity);
  const standing = violations.filter(({ exemptionId }) => exemptionId === null);
  return { verdict: verdictOf(standing, failures), violations, undecided, failures, policiesEvaluated: active.length };
}

/** The setting of the narrowest scope that covers what is judged: environment, then project, then organisation, then the policy's own. */
export function effectiveEnforcement(policy: EvaluatedPolicy, settings: readonly EnforcementSetting[], scope: Scope): Enforcement {
  const applicable = settings.filter((setting) => setting.policyId === policy.id && covers(setting, scope));
  const narrowest = applicable.sort((a, b) => breadth(a) - breadth(b))[0];
  return narrowest?.enforcement ?? policy.enforcement;
}

function verdictOf(violations: readonly Violation[], failures: readonly { enforcement: Enforcement }[]): Verdict {
  if (failures.some(({ enforcement }) => isMandatory(enforcement))) return 'ERRORED';
  const has = (enforcement: Enforcement) => violations.some((violation) => violation.enforcement === enforcement);
  if (has('HARD_MANDATORY')) return 'BLOCKED';
  if (has('SOFT_MANDATORY')) return 'OVERRIDABLE';
  return has('ADVISORY') ? 'WARNED' : 'PASSED';
}

function exemptionFor(policyId: string, address: string, { exemptions, scope, now }: Evidence): ExemptionGrant | undefined {
  return exemptions.find(
    (grant) =>
      grant.policyId === policyId &&
      grant.revokedAt === null &&
      grant.expiresAt > now &&
      covers(grant, scope) &&
      (grant.address === null || matchesGlob(grant.address, address)),
  );
}

function covers(holder: Scope, scope: Scope): boolean {
  if (holder.environmentId !== null) return holder.environmentId === scope.environmentId;
  return holder.projectId === null || holder.projectId === scope.projectId;
}

const breadth = ({ projectId, environmentId }: Scope): number => (environmentId !== null ? 0 : projectId !== null ? 1 : 2);

/**
 * Matches an address against a glob in which * stands for any text and ? for one character; everything else, brackets of instance keys included, is literal.
 * Linear in practice: it only ever goes back to the last star.
 */
export function matchesGlob(glob: string, text: string): boolean {
  let at = 0;
  let from = 0;
  let star = -1;
  let resume = 0;
  while (from < text.length) {
    if (glob[at] === '*') {
      star = at++;
      resume = from;
    } else if (at < glob.length && (glob[at] === '?' || glob[at] === text[from])) {
      at++;
      from++;
    } else if (star >= 0) {
      at = star + 1;
      from = ++resume;
    } else return false;
  }
  while (glob[at] === '*') at++;
  return at === glob.length;
}

/** Most severe first, then the strictest, then in an order that does not depend on the engine's. */
function bySeverity(a: Violation, b: Violation): number {
  return (
    severityRank[a.severity] - severityRank[b.severity] ||
    strictness[a.enforcement] - strictness[b.enforcement] ||
    compareText(a.rule, b.rule) ||
    compareText(a.address, b.address) ||
    compareText(a.path.join('.'), b.path.join('.'))
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
