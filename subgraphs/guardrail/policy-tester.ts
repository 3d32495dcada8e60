import { refusedBuiltin, refusedBuiltins } from '#domain/policy/capabilities';
import { sharedModules } from '#domain/policy/library';
import { Denial } from '#platform/denial';
import { policySetId, type Failed, type FileCoverage, type RegoError, type TestOutcome } from '#platform/rego/request';
import { createBound } from './bound';
import type { Engine } from './engine';
import { isTransient } from './library-findings';

export interface RegoModule {
  path: string;
  content: string;
}

export interface PolicyTestReport {
  results: { name: string; passed: boolean; durationMs: number; message: string | null }[];
  /** Why nothing was run: what does not compile, or what stopped the run. */
  diagnostics: { path: string; row: number; column: number; code: string; message: string }[];
  /** Share of the lines of rules that the tests reached, 0..1; null when nothing was run. */
  coverage: number | null;
}

export interface PolicyTester {
  /** Runs the test_ rules of the modules, which may import the shared modules of the library. */
  test(modules: readonly RegoModule[]): Promise<PolicyTestReport>;
}

/** For all tests of one call: a plan that is to be checked waits for them. */
const deadlineMs = 5_000;

/** One call at a time: whatever the tests do, verdicts get the engines in between. */
export function createPolicyTester(engine: Pick<Engine, 'pool'>): PolicyTester {
  const bounded = createBound(1);
  return {
    test: (modules) =>
      bounded(async () => {
        const pool = await engine.pool();
        const set = {
          modules: { ...sharedModules, ...Object.fromEntries(modules.map(({ path, content }) => [path, content])) },
          deny: refusedBuiltins,
        };
        const id = policySetId(set);
        const loaded = await pool.load({ ...set, id });
        if (!loaded.ok) return refused(loaded);
        const tested = await pool.test({ id, coverage: true, deadlineMs });
        if (!tested.ok) return refused(tested);
        const own = modules.filter(({ path }) => !path.endsWith('_test.rego')).flatMap(({ path }) => tested.coverage[path] ?? []);
        return { results: tested.tests.map(resultOf), diagnostics: [], coverage: shareOf(own) };
      }),
  };
}

function refused(failed: Failed): PolicyTestReport {
  if (isTransient(failed)) throw new Denial('SERVICE_OVERLOADED');
  return { results: [], diagnostics: failed.errors.map(diagnosticOf), coverage: null };
}

function diagnosticOf(error: RegoError): PolicyTestReport['diagnostics'][number] {
  const { file: path, row, column } = error;
  const builtin = refusedBuiltin(error);
  return builtin === null
    ? { path, row, column, code: error.code, message: error.message }
    : { path, row, column, code: 'BUILTIN_REFUSED', message: `${builtin} is not allowed: policies are pure.` };
}

function resultOf({ name, state, durationMs, errors, prints }: TestOutcome): PolicyTestReport['results'][number] {
  const passed = state === 'pass';
  const said = [...errors.map(({ message }) => message), ...prints].join('\n');
  return { name, passed, durationMs, message: passed ? null : said || `The test is ${state === 'skip' ? 'skipped' : 'not true'}.` };
}

function shareOf(files: readonly FileCoverage[]): number | null {
  const lines = files.reduce((sum, { covered, notCovered }) => sum + covered.length + notCovered.length, 0);
  const reached = files.reduce((sum, { covered }) => sum + covered.length, 0);
  return lines === 0 ? null : reached / lines;
}
