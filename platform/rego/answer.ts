import type { Json } from '#domain/json';
import type { Evaluated, Failed, FileCoverage, Loaded, PackageAnnotation, RegoError, Tested, TestOutcome } from './request';

/** What the engine writes (vendor/opa-wasm/README.md): empty lists come as null, absent places are left out. */
interface WireIssue {
  code: string;
  message: string;
  file?: string;
  row?: number;
  col?: number;
}
interface WireTest {
  name: string;
  file: string;
  row: number;
  state: TestOutcome['state'];
  ms: number;
  print?: string[];
  error?: WireIssue[];
}
interface WireAnswer<T> {
  result: T | null;
  errors: WireIssue[] | null;
}

const CANCELLED = 'eval_cancel_error';

/** Reads the answer of op load. */
export function readLoaded(text: string): Loaded {
  return read<{ annotations: PackageAnnotation[] }, Loaded>(text, ({ annotations }) => ({ ok: true, annotations }));
}

/** Reads the answer of op eval. */
export function readEvaluated(text: string): Evaluated {
  return read<{ bindings: Record<string, Json>[]; print: string[] | null }, Evaluated>(text, ({ bindings, print }) => ({
    ok: true,
    bindings,
    prints: print ?? [],
  }));
}

/** Reads the answer of op test. */
export function readTested(text: string): Tested {
  type Coverage = Record<string, { covered: number[]; not_covered: number[]; percent: number }>;
  return read<{ tests: WireTest[]; coverage?: Coverage }, Tested>(text, ({ tests, coverage = {} }) => ({
    ok: true,
    tests: tests.map(({ ms, print, error, ...rest }) => ({
      ...rest,
      durationMs: ms,
      prints: print ?? [],
      errors: (error ?? []).map(regoError),
    })),
    coverage: Object.fromEntries(
      Object.entries(coverage).map(([file, { covered, not_covered: notCovered, percent }]): [string, FileCoverage] => [
        file,
        { covered, notCovered, percent },
      ]),
    ),
  }));
}

function read<T, A>(text: string, shape: (result: T) => A): A | Failed {
  const answer = JSON.parse(text) as WireAnswer<T>;
  if (answer.errors !== null && answer.errors.length > 0) return { ok: false, errors: answer.errors.map(regoError) };
  if (answer.result === null) throw new Error('the Rego engine answered neither a result nor an error');
  return shape(answer.result);
}

function regoError({ code, message, file = '', row = 0, col = 0 }: WireIssue): RegoError {
  const timedOut = code === CANCELLED;
  return {
    code: timedOut ? 'deadline' : code,
    message: timedOut ? 'the evaluation took longer than its deadline' : message,
    file,
    row,
    column: col,
  };
}
