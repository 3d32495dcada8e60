import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/json';
import { effectiveEnforcement, judge, type Scope, type Violation } from '#domain/policy/verdict';
import { newId } from '#platform/identifier';
import type { Evaluated } from '../evaluator';
import { builtInPolicies, librarySet, policyById } from '../library';
import type { EnforcementSettingRecord } from '../store/enforcement-setting';
import type { EvaluationRecord, SubjectKind } from '../store/evaluation';
import type { ExemptionRecord } from '../store/exemption';
import type { FindingKind, FindingRecord } from '../store/finding';
import type { Store } from '../store/store';

/** Goes up when the same design may be judged differently although its policies are the same: verdicts are then made anew. */
const judgementVersion = '1';

/** What organisations have decided about the rules, as it holds at a time. */
export interface Decisions {
  settings: EnforcementSettingRecord[];
  exemptions: ExemptionRecord[];
}

export interface DecisionStore {
  settings: Pick<Store['settings'], 'ofOrganizations'>;
  exemptions: Pick<Store['exemptions'], 'activeOf'>;
}

export interface Subject extends Scope {
  kind: SubjectKind;
  id: string;
  organizationId: string;
  projectId: string;
}

/** An evaluation and what it found, as they are about to be saved. */
export interface Judged {
  evaluation: EvaluationRecord;
  findings: FindingRecord[];
}

export async function decisionsOf(
  { settings, exemptions }: DecisionStore,
  organizationIds: readonly string[],
  now: Date,
): Promise<Decisions> {
  if (organizationIds.length === 0) return { settings: [], exemptions: [] };
  const [set, active] = await Promise.all([settings.ofOrganizations(organizationIds), exemptions.activeOf(organizationIds, now)]);
  return { settings: set, exemptions: active };
}

function decisionsFor({ settings, exemptions }: Decisions, subject: Omit<Subject, 'kind' | 'id'>): Decisions {
  const holds = (one: Scope & { organizationId: string }): boolean =>
    one.organizationId === subject.organizationId &&
    (one.environmentId === null || one.environmentId === subject.environmentId) &&
    (one.projectId === null || one.projectId === subject.projectId);
  return { settings: settings.filter(holds), exemptions: exemptions.filter(holds) };
}

/** Over everything besides the subject itself that its verdict depends on. */
export function inputsHashOf(decisions: Decisions, subject: Omit<Subject, 'kind' | 'id'>): string {
  const { settings, exemptions } = decisionsFor(decisions, subject);
  const inputs = {
    version: judgementVersion,
    policies: librarySet.id,
    enforcement: builtInPolicies.map((policy) => [policy.rule, policy.severity, effectiveEnforcement(policy, settings, subject)]),
    exemptions: exemptions.map(({ id }) => id).sort(),
  };
  return createHash('sha256').update(canonicalJson(inputs)).digest('hex');
}

/** Decides what the findings mean under the decisions of the subject's organisation. */
export function judgeSubject(subject: Subject, decisions: Decisions, library: Evaluated, now: Date, cause: string): Judged {
  const { settings, exemptions } = decisionsFor(decisions, subject);
  const { findings, failures } = library;
  const judgement = judge({ policies: builtInPolicies, findings, failures, settings, exemptions, scope: subject, now });
  const active = builtInPolicies.filter((policy) => effectiveEnforcement(policy, settings, subject) !== 'OFF');
  const evaluation: EvaluationRecord = {
    id: newId(),
    organizationId: subject.organizationId,
    projectId: subject.projectId,
    environmentId: subject.environmentId,
    subjectKind: subject.kind,
    subjectId: subject.id,
    inputsHash: inputsHashOf(decisions, subject),
    cause,
    verdict: judgement.verdict,
    policyIds: active.map(({ id }) => id),
    violationCount: judgement.violations.length,
    errorCount: judgement.failures.length,
    resourcesEvaluated: library.resourcesEvaluated,
    durationMs: library.durationMs,
    evaluatedAt: now,
  };
  const enforcementOf = new Map(active.map((policy) => [policy.id, effectiveEnforcement(policy, settings, subject)]));
  const record = (
    kind: FindingKind,
    found: Partial<Violation> & { policyId: string; message: string },
    position: number,
  ): FindingRecord => ({
    evaluationId: evaluation.id,
    kind,
    position,
    policyId: found.policyId,
    severity: policyById(found.policyId)!.severity,
    enforcement: enforcementOf.get(found.policyId)!,
    address: storable(found.address ?? ''),
    path: (found.path ?? []).map(storable),
    message: storable(found.message),
    exemptionId: found.exemptionId ?? null,
  });
  return {
    evaluation,
    findings: [
      ...judgement.violations.map((found, at) => record('VIOLATION', found, at)),
      ...judgement.undecided.map((found, at) => record('UNDECIDED', found, at)),
      ...judgement.failures.map((found, at) => record('ERROR', found, at)),
    ],
  };
}

/** PostgreSQL's text has no NUL. */
const storable = (text: string): string => text.replaceAll('\0', '\u{fffd}');
