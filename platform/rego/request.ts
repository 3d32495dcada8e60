import { createHash } from 'node:crypto';
import { canonicalJson, type Json, type JsonObject } from '#domain/json';

/** Modules that are compiled together. The id is their content's hash (see policySetId): one id never means two contents. */
export interface PolicySet {
  id: string;
  /** File name -> Rego source; the names appear in errors. */
  modules: Readonly<Record<string, string>>;
  /** The base document, data.* of the policies. */
  data?: JsonObject;
  /** Built-ins that these policies may not use: using one is a compile error. */
  deny?: readonly string[];
}

export interface EvaluationRequest {
  /** Of a set that was loaded. */
  id: string;
  /** e.g. data.lintel.aws.ssh.deny = x */
  query: string;
  input: unknown;
  /** For the evaluation itself; waiting for a free worker is not counted. */
  deadlineMs: number;
}

export interface TestRequest {
  id: string;
  coverage?: boolean;
  /** For all tests together. */
  deadlineMs: number;
}

/**
 * Codes: rego_parse_error, rego_type_error, rego_compile_error, rego_unsafe_var_error, rego_recursion_error and the like from OPA's compiler; eval_* from its
 * evaluator; deadline, out_of_memory, stack_exhausted, engine_died, no_policy, busy and closed from the pool. Row and column count from 1; 0 means none.
 */
export interface RegoError {
  code: string;
  message: string;
  file: string;
  row: number;
  column: number;
}

/** METADATA of one package, as OPA read it. */
export interface PackageAnnotation {
  file: string;
  /** e.g. data.lintel.aws.ssh */
  package: string;
  title: string;
  description: string;
  custom: JsonObject | null;
}

export interface TestOutcome {
  /** e.g. data.lintel.aws.ssh_test.test_open */
  name: string;
  file: string;
  row: number;
  state: 'pass' | 'fail' | 'error' | 'skip';
  durationMs: number;
  prints: string[];
  errors: RegoError[];
}

export interface FileCoverage {
  covered: number[];
  notCovered: number[];
  /** 0..100 */
  percent: number;
}

export type Failed = { ok: false; errors: RegoError[] };
export type Loaded = { ok: true; annotations: PackageAnnotation[] } | Failed;
export type Evaluated = { ok: true; bindings: Record<string, Json>[]; prints: string[] } | Failed;
export type Tested = { ok: true; tests: TestOutcome[]; coverage: Record<string, FileCoverage> } | Failed;

/** The id of a set of policies: equal contents have equal ids. */
export function policySetId(set: Omit<PolicySet, 'id'>): string {
  const content = { modules: set.modules, data: set.data ?? {}, deny: [...(set.deny ?? [])].sort() };
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

export const failedWith = (code: string, message: string): Failed => ({
  ok: false,
  errors: [{ code, message, file: '', row: 0, column: 0 }],
});
