import type { Json } from '#domain/json';
import { allFindingsQuery, readFindings, ruleFindingsQuery, type RuleFindings } from '#domain/policy/entry';
import type { PolicyInput } from '#domain/policy/input';
import type { PolicyFailure } from '#domain/policy/verdict';
import { Denial } from '#platform/denial';
import type { RegoPool } from '#platform/rego/pool';
import type { Failed, RegoError } from '#platform/rego/request';
import { builtInPolicies, librarySet } from './library';

/** For one set of policies; what is left of it after a failure is shared by the rules that are then tried one by one. */
const setDeadlineMs = 10_000;
const ruleDeadlineMs = 1_000;
const rules = builtInPolicies.map(({ rule }) => rule);
const transient = new Set(['busy', 'closed']);

/** What the rules of the library say of one input. */
export interface LibraryFindings {
  findings: RuleFindings[];
  failures: PolicyFailure[];
}

/** All rules at once; when that fails, each alone, so that only the guilty ones count as failed. */
export async function findingsOf(pool: RegoPool, input: PolicyInput): Promise<LibraryFindings> {
  const begun = performance.now();
  const answer = await pool.evaluate({ id: librarySet.id, query: allFindingsQuery, input, deadlineMs: setDeadlineMs / 2 });
  if (answer.ok) return read(answer.bindings[0]?.['x'] ?? null, rules);
  if (isTransient(answer)) throw failureOf(answer);
  const parts: LibraryFindings[] = [];
  for (const rule of rules) {
    const left = setDeadlineMs - (performance.now() - begun);
    parts.push(left > 0 ? await findingsOfRule(pool, input, rule, Math.min(left, ruleDeadlineMs)) : failed(rule, 'deadline'));
  }
  return { findings: parts.flatMap((part) => part.findings), failures: parts.flatMap((part) => part.failures) };
}

async function findingsOfRule(pool: RegoPool, input: PolicyInput, rule: string, deadlineMs: number): Promise<LibraryFindings> {
  const answer = await pool.evaluate({ id: librarySet.id, query: ruleFindingsQuery(rule), input, deadlineMs: Math.ceil(deadlineMs) });
  if (answer.ok) return read(answer.bindings[0]?.['x'] ?? null, [rule]);
  if (isTransient(answer)) throw failureOf(answer);
  return failed(rule, answer.errors[0]?.code ?? 'unknown');
}

function read(result: Json, asked: readonly string[]): LibraryFindings {
  const { found, malformed } = readFindings(result, asked);
  return { findings: found, failures: malformed };
}

/** The engine's own words may quote values of the input: only its code is kept. */
const failed = (rule: string, code: string): LibraryFindings => ({
  findings: [],
  failures: [{ rule, message: `The policy could not be evaluated (${code}).` }],
});

/** The engine is at fault, not a policy: to be tried again rather than recorded. */
export const isTransient = ({ errors }: Failed): boolean => errors.some(({ code }) => transient.has(code));

export function failureOf({ errors }: Failed): Error {
  const [first] = errors as [RegoError, ...RegoError[]];
  return isTransient({ ok: false, errors })
    ? new Denial('SERVICE_OVERLOADED')
    : new Error(`The policy library does not load: ${first.file}:${first.row}: ${first.code}: ${first.message}`);
}

/** Fails closed: every rule counts as failed. */
export const nothingEvaluated = (): LibraryFindings => ({
  findings: [],
  failures: rules.map((rule) => ({ rule, message: 'The policy engine failed.' })),
});
