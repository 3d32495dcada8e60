import type { BlueprintContent } from '#domain/blueprint/content';
import type { Json } from '#domain/json';
import { allFindingsQuery, readFindings, ruleFindingsQuery, type RuleFindings } from '#domain/policy/entry';
import { indexed, type PolicyContext, type PolicyInput } from '#domain/policy/input';
import type { PolicyFailure } from '#domain/policy/verdict';
import type { Logger } from '#platform/database/logger';
import { Denial } from '#platform/denial';
import type { HealthCheck } from '#platform/health';
import type { Running } from '#platform/lifecycle';
import { createRegoPool, type RegoPool } from '#platform/rego/pool';
import type { Failed, RegoError } from '#platform/rego/request';
import type { DomainWork } from '#workers/domain-work';
import { builtInPolicies, librarySet } from './library';

/** What the rules of the library say of one design or plan. */
export interface LibraryFindings {
  findings: RuleFindings[];
  failures: PolicyFailure[];
  resourcesEvaluated: number;
  durationMs: number;
}

export interface Evaluator extends Running {
  design(content: BlueprintContent, context: PolicyContext): Promise<LibraryFindings>;
  /** @param planJson in the format of `show -json` */
  plan(planJson: Json, context: PolicyContext): Promise<LibraryFindings>;
  /** Starts the engines and compiles the library, so that no caller has to wait for it. */
  warm(): Promise<void>;
  health(): Promise<Omit<HealthCheck, 'latencyMs'>>;
}

export interface EvaluatorOptions {
  work: Pick<DomainWork, 'designPolicyInput' | 'planPolicyInput'>;
  /** Threads with an engine each. */
  engines: number;
  log: Pick<Logger, 'error'>;
  openPool?: (size: number) => RegoPool;
}

/** For one set of policies; what is left of it after a failure is shared by the rules that are then tried one by one. */
const setDeadlineMs = 10_000;
const ruleDeadlineMs = 1_000;
/** Inputs of further evaluations would only wait in memory for an engine. */
const inputsAhead = 1;
const rules = builtInPolicies.map(({ rule }) => rule);
const nothing: PolicyInput = indexed({
  mode: 'design',
  resources: [],
  data_sources: [],
  removed_resources: [],
  providers: [],
  context: {
    organization: '',
    project: null,
    environment: null,
    region: null,
    cost: { monthly: null, delta: null },
    actor: null,
    time: '1970-01-01T00:00:00.000Z',
  },
});
/** The engine is at fault, not a policy: to be tried again rather than recorded. */
const passing = new Set(['busy', 'closed']);

export function createEvaluator({ work, engines, log, openPool = (size) => createRegoPool({ size }) }: EvaluatorOptions): Evaluator {
  let started: Promise<RegoPool> | undefined;
  let pool: RegoPool | undefined;
  let state: 'cold' | 'warm' | 'failed' = 'cold';
  const bounded = createBound(engines + inputsAhead);

  async function start(): Promise<RegoPool> {
    pool ??= openPool(engines);
    const loaded = await pool.load(librarySet);
    if (!loaded.ok) throw failureOf(loaded);
    // The first evaluation of a set compiles its queries.
    await findingsOf(pool, nothing);
    state = 'warm';
    return pool;
  }

  /** A start that failed is tried again by the next caller. */
  function engine(): Promise<RegoPool> {
    started ??= start().catch((fault: unknown) => {
      started = undefined;
      state = 'failed';
      throw fault;
    });
    return started;
  }

  /** Fails closed: what cannot be evaluated at all counts against every rule, and does not take a whole page of verdicts with it. */
  async function evaluateInput(inputOf: () => Promise<PolicyInput>): Promise<Omit<LibraryFindings, 'durationMs'>> {
    try {
      const [rego, input] = await Promise.all([engine(), inputOf()]);
      return { ...(await findingsOf(rego, input)), resourcesEvaluated: input.resources.length };
    } catch (err) {
      if (err instanceof Denial) throw err;
      log.error({ err }, 'no policy could be evaluated');
      return { findings: [], failures: rules.map((rule) => ({ rule, message: 'The policy engine failed.' })), resourcesEvaluated: 0 };
    }
  }

  const evaluate = (inputOf: () => Promise<PolicyInput>): Promise<LibraryFindings> =>
    bounded(async () => {
      const begun = performance.now();
      const evaluated = await evaluateInput(inputOf);
      return { ...evaluated, durationMs: Math.round((performance.now() - begun) * 10) / 10 };
    });

  return {
    design: (content, context) => evaluate(() => work.designPolicyInput(content, context)),
    plan: (planJson, context) => evaluate(() => work.planPolicyInput(planJson, context)),
    warm: async () => void (await engine()),
    async health() {
      const stats = pool?.stats() ?? { size: engines, alive: 0, busy: 0, queued: 0, sets: 0, memoryBytes: 0 };
      return { status: state === 'failed' ? 'unhealthy' : 'healthy', state, ...stats };
    },
    stop: async () => pool?.close(),
  };
}

type Found = Pick<LibraryFindings, 'findings' | 'failures'>;

/** All rules at once; when that fails, each alone, so that only the guilty ones count as failed. */
async function findingsOf(pool: RegoPool, input: PolicyInput): Promise<Found> {
  const begun = performance.now();
  const answer = await pool.evaluate({ id: librarySet.id, query: allFindingsQuery, input, deadlineMs: setDeadlineMs / 2 });
  if (answer.ok) return read(answer.bindings[0]?.['x'] ?? null, rules);
  if (isPassing(answer)) throw failureOf(answer);
  const parts: Found[] = [];
  for (const rule of rules) {
    const left = setDeadlineMs - (performance.now() - begun);
    parts.push(left > 0 ? await findingsOfRule(pool, input, rule, Math.min(left, ruleDeadlineMs)) : failed(rule, 'deadline'));
  }
  return { findings: parts.flatMap((part) => part.findings), failures: parts.flatMap((part) => part.failures) };
}

async function findingsOfRule(pool: RegoPool, input: PolicyInput, rule: string, deadlineMs: number): Promise<Found> {
  const answer = await pool.evaluate({ id: librarySet.id, query: ruleFindingsQuery(rule), input, deadlineMs: Math.ceil(deadlineMs) });
  if (answer.ok) return read(answer.bindings[0]?.['x'] ?? null, [rule]);
  if (isPassing(answer)) throw failureOf(answer);
  return failed(rule, answer.errors[0]?.code ?? 'unknown');
}

function read(result: Json, asked: readonly string[]): Found {
  const { found, malformed } = readFindings(result, asked);
  return { findings: found, failures: malformed };
}

/** The engine's own words may quote values of the input: only its code is kept. */
const failed = (rule: string, code: string): Found => ({
  findings: [],
  failures: [{ rule, message: `The policy could not be evaluated (${code}).` }],
});

const isPassing = ({ errors }: Failed): boolean => errors.some(({ code }) => passing.has(code));

function failureOf({ errors }: Failed): Error {
  const [first] = errors as [RegoError, ...RegoError[]];
  return isPassing({ ok: false, errors })
    ? new Denial('SERVICE_OVERLOADED')
    : new Error(`The policy library does not load: ${first.file}:${first.row}: ${first.code}: ${first.message}`);
}

/** Lets at most so many run at once; the others wait in the order in which they came. */
function createBound(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
