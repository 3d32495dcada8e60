import { describe, expect, it } from '@jest/globals';
import { emptyContent } from '#domain/blueprint/content';
import type { Json } from '#domain/json';
import { allFindingsQuery } from '#domain/policy/entry';
import { indexed, type PolicyContext, type PolicyInput } from '#domain/policy/input';
import { silentLogger } from '#platform/database/logger';
import type { RegoPool } from '#platform/rego/pool';
import { failedWith, type Evaluated, type EvaluationRequest, type Loaded } from '#platform/rego/request';
import { createEngine } from './engine';
import { createEvaluator } from './evaluator';
import { builtInPolicies } from './library';

const context: PolicyContext = {
  organization: 'o',
  project: null,
  environment: null,
  region: null,
  cost: { monthly: null, delta: null },
  actor: null,
  time: '2026-01-01T00:00:00Z',
};
const inputOf = (address: string): PolicyInput =>
  indexed({
    mode: 'design',
    resources: [
      {
        address,
        block_address: address,
        type: 't',
        name: 'n',
        provider: null,
        module: '',
        values: {},
        unknown: [],
        computed: [],
        references: {},
      },
    ],
    data_sources: [],
    removed_resources: [],
    providers: [],
    context,
  });
const found = (denied: Json = {}): Evaluated => ({ ok: true, bindings: [{ x: { denied, undecided: {} } }], prints: [] });
const [first, second] = builtInPolicies.map(({ rule }) => rule) as [string, string];

interface Script {
  load?: () => Promise<Loaded>;
  evaluate?: (request: EvaluationRequest) => Promise<Evaluated>;
  input?: () => Promise<PolicyInput>;
}

/** A pool that answers as told; the warm-up, whose input has no resources, finds nothing. */
function evaluatorOver(
  { load = async () => ({ ok: true, annotations: [] }), evaluate = async () => found(), input = async () => inputOf('t.n') }: Script,
  engines = 1,
) {
  const pool: RegoPool = {
    ready: async () => undefined,
    load,
    evaluate: (request) => ((request.input as PolicyInput).resources.length === 0 ? Promise.resolve(found()) : evaluate(request)),
    test: async () => failedWith('no_policy', ''),
    stats: () => ({ size: engines, alive: engines, busy: 0, queued: 0, sets: 1, memoryBytes: 0 }),
    close: async () => undefined,
  };
  const work = { designPolicyInput: input, planPolicyInput: input };
  const engine = createEngine(engines, () => pool);
  return { engine, ...createEvaluator({ engine, work, atOnce: engines + 1, log: silentLogger }) };
}

const design = emptyContent('AWS', 'us-east-1');

describe('the evaluator', () => {
  it('answers the findings of every rule from one evaluation', async () => {
    let evaluations = 0;
    const evaluator = evaluatorOver({
      evaluate: async () => (evaluations++, found({ [first]: [{ address: 't.n', path: [], message: 'bad' }] })),
    });
    const { findings, failures, resourcesEvaluated } = await evaluator.design(design, context);
    expect({ evaluations, failures, resourcesEvaluated }).toEqual({ evaluations: 1, failures: [], resourcesEvaluated: 1 });
    expect(findings.filter(({ denied }) => denied.length > 0)).toEqual([
      { rule: first, denied: [{ address: 't.n', path: [], message: 'bad' }], undecided: [] },
    ]);
  });

  it('counts only the guilty rule as failed, and keeps what the engine said of it to itself', async () => {
    const secret = 'hunter2';
    const evaluator = evaluatorOver({
      evaluate: async ({ query }) =>
        query === allFindingsQuery || query.includes(`"${second}"`) ? failedWith('eval_conflict_error', `conflict at ${secret}`) : found(),
    });
    const { findings, failures } = await evaluator.plan({}, context);
    expect(failures).toEqual([{ rule: second, message: 'The policy could not be evaluated (eval_conflict_error).' }]);
    expect(findings).toHaveLength(builtInPolicies.length - 1);
  });

  it('counts a rule whose result is no set of findings as failed', async () => {
    const evaluator = evaluatorOver({ evaluate: async () => found({ [first]: 'yes' }) });
    const { failures } = await evaluator.design(design, context);
    expect(failures.map(({ rule }) => rule)).toEqual([first]);
  });

  it('denies when the engine is overloaded, since that says nothing of the policies', async () => {
    const evaluator = evaluatorOver({ evaluate: async () => failedWith('busy', 'too many') });
    await expect(evaluator.design(design, context)).rejects.toMatchObject({ code: 'SERVICE_OVERLOADED' });
  });

  it('is unhealthy after a start that failed, and tries again for the next caller', async () => {
    let attempts = 0;
    const { engine, ...evaluator } = evaluatorOver({
      load: async () => (++attempts === 1 ? failedWith('rego_parse_error', 'broken') : { ok: true, annotations: [] }),
    });
    await expect(engine.pool()).rejects.toThrow('rego_parse_error');
    expect(await engine.health()).toMatchObject({ status: 'unhealthy', state: 'failed' });
    await evaluator.design(design, context);
    expect(await engine.health()).toMatchObject({ status: 'healthy', state: 'warm' });
  });

  it('counts every rule as failed when the design cannot be read, or the engine cannot start', async () => {
    const broken = async () => {
      throw new Error('broken');
    };
    for (const evaluator of [evaluatorOver({ input: broken }), evaluatorOver({ load: broken })]) {
      const { failures, findings } = await evaluator.design(design, context);
      expect({ failed: failures.length, findings }).toEqual({ failed: builtInPolicies.length, findings: [] });
    }
  });

  it('runs no more evaluations at once than engines and one ahead', async () => {
    let running = 0;
    let most = 0;
    const evaluator = evaluatorOver({
      evaluate: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return found();
      },
    });
    await Promise.all(Array.from({ length: 10 }, () => evaluator.design(design, context)));
    expect(most).toBe(2);
  });
});
