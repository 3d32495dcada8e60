import { describe, expect, it } from '@jest/globals';
import { serviceViewer } from '#domain/access/can';
import { emptyContent } from '#domain/blueprint/content';
import { builtInPolicies } from '../library';
import type { EvaluationRecord } from '../store/evaluation';
import { evaluateRevisions, type DesignEvaluation } from './design-evaluation';

const call = { viewer: serviceViewer('o'), requestId: 'r' };
const start = new Date('2026-01-01T00:00:00Z');

/** Rows in memory, and a count of what was asked of others. */
function world({ failing = false } = {}) {
  const rows: EvaluationRecord[] = [];
  const asked: string[][] = [];
  const announced: string[] = [];
  const state = { now: start, failing, evaluations: 0 };
  const store = {
    evaluations: {
      newestOf: async (_kind: string, ids: readonly string[]) => rows.filter(({ subjectId }) => ids.includes(subjectId)).slice(-1),
      byInputs: async (_kind: string, wanted: readonly { subjectId: string; inputsHash: string }[]) =>
        rows.filter((row) => wanted.some((one) => one.subjectId === row.subjectId && one.inputsHash === row.inputsHash)),
      insertNew: async (evaluations: readonly EvaluationRecord[]) => {
        rows.push(...evaluations);
        return new Set(evaluations.map(({ id }) => id));
      },
    },
    findings: { insert: async () => undefined },
    settings: { ofOrganizations: async () => [] },
    exemptions: { activeOf: async () => [] },
    announce: async (...facts: { subject: string }[]) => void announced.push(...facts.map(({ subject }) => subject)),
  };
  const by: DesignEvaluation = {
    store: { ...store, transaction: (work) => work(store) },
    evaluator: {
      async design() {
        state.evaluations += 1;
        const failures = state.failing ? builtInPolicies.map(({ rule }) => ({ rule, message: 'failed' })) : [];
        return { findings: [], failures, resourcesEvaluated: 0, durationMs: 1 };
      },
    },
    blueprints: {
      async revisions(ids) {
        asked.push([...ids]);
        return ids
          .filter((id) => id !== 'hidden')
          .map((id) => ({ id, organizationId: 'o', projectId: 'p', content: emptyContent('AWS', 'us-east-1') }));
      },
    },
    inProgress: new Map(),
    now: () => state.now,
  };
  return { by, rows, asked, announced, state };
}

describe('evaluating designs', () => {
  it('fetches the contents of all revisions in one call and announces each verdict', async () => {
    const { by, asked, announced } = world();
    const verdicts = await evaluateRevisions(by, call, ['a', 'b', 'hidden']);
    expect([...verdicts.keys()]).toEqual(['a', 'b']);
    expect(asked).toEqual([['a', 'b', 'hidden']]);
    expect(announced).toEqual(['a', 'b']);
  });

  it('answers what is stored without asking anybody', async () => {
    const { by, asked, state } = world();
    const first = await evaluateRevisions(by, call, ['a']);
    expect(await evaluateRevisions(by, call, ['a'])).toEqual(first);
    expect({ calls: asked.length, evaluations: state.evaluations }).toEqual({ calls: 1, evaluations: 1 });
  });

  it('shares the work among those who ask at the same time', async () => {
    const { by, rows, state } = world();
    const answers = await Promise.all([evaluateRevisions(by, call, ['a', 'b']), evaluateRevisions(by, call, ['b', 'c'])]);
    expect(answers[0].get('b')).toBe(answers[1].get('b'));
    expect({ evaluations: state.evaluations, rows: rows.length, left: by.inProgress.size }).toEqual({ evaluations: 3, rows: 3, left: 0 });
  });

  it('repeats an evaluation in which policies failed, once a minute has passed', async () => {
    const { by, rows, state } = world({ failing: true });
    const errored = (await evaluateRevisions(by, call, ['a'])).get('a')!;
    expect(errored.verdict).toBe('ERRORED');
    state.failing = false;
    expect((await evaluateRevisions(by, call, ['a'])).get('a')).toBe(errored);
    state.now = new Date(start.getTime() + 60_000);
    expect((await evaluateRevisions(by, call, ['a'])).get('a')).toMatchObject({ verdict: 'PASSED', cause: errored.id });
    expect(rows).toHaveLength(2);
  });
});
