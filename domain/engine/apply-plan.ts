import { DesignEvaluation } from '../blueprint/evaluate-blocks';
import { ApplyRun, type ApplyFailure, type ApplyInput } from './apply-run';
import { destroyOrder } from './destroy-order';
import type { Plan } from './plan';
import { formatVersion } from './plan-design';
import type { StateOutput, StateV4 } from './state';
import { typeOfJson } from './plan-assembly';
import { stateOf } from './state-objects';
import { isKnown } from '../hcl/value';
import { jsonOfKnown } from './values';

export interface ApplyOutcome {
  status: 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  added: number;
  changed: number;
  destroyed: number;
  failures: ApplyFailure[];
  /** Addresses left alone, since something they need failed or the run was stopped. */
  skipped: string[];
}

/**
 * Executes a plan: destroys dependents first, then creates and updates in dependency order, then destroys what was replaced
 * by creating first. A failure stops what depends on it and nothing else. The state says what exists, whatever happened, with
 * the next serial.
 */
export async function applyPlan(input: ApplyInput): Promise<{ state: StateV4; outcome: ApplyOutcome }> {
  const { plan, catalog } = input;
  const run = new ApplyRun(input);
  const evaluation = new DesignEvaluation({
    content: plan.content,
    catalog,
    variables: plan.variables,
    attributesOf: (address) => run.valueOf(address),
  });
  const changes = plan.json.resource_changes;
  const first = changes.filter(({ change }) => change.actions[0] === 'delete');
  const last = changes.filter(({ change }) => change.actions[0] === 'create' && change.actions[1] === 'delete');
  for (const change of destroyOrder(first, run.objects)) await run.destroy(change);
  if (plan.mode === 'apply') {
    run.depose(last);
    await run.build(evaluation);
    for (const change of destroyOrder(last, run.objects)) await run.destroyDeposed(change);
  }
  const outputs =
    plan.mode === 'refresh-only'
      ? plan.refreshed.outputs
      : plan.mode === 'destroy' && run.failures.length + run.skipped.length === 0
        ? {}
        : outputsOf(plan, evaluation);
  const { serial, lineage } = plan.refreshed;
  const state = stateOf(run.objects.values(), outputs, serial + 1, lineage, formatVersion);
  const status = run.failures.length > 0 ? 'FAILED' : run.isAborted ? 'ABORTED' : 'SUCCEEDED';
  return { state, outcome: { status, ...run.counts, failures: run.failures, skipped: run.skipped } };
}

/** An output whose value could not be worked out keeps the one it had. */
function outputsOf(plan: Plan, evaluation: DesignEvaluation): Record<string, StateOutput> {
  const outputs: Record<string, StateOutput> = {};
  for (const { name, value, sensitive } of plan.content.outputs) {
    const result = evaluation.evaluateJson(value, ['outputs', name]).values.value ?? null;
    const prior = Object.hasOwn(plan.refreshed.outputs, name) ? plan.refreshed.outputs[name] : undefined;
    if (isKnown(result)) {
      const json = jsonOfKnown(result);
      outputs[name] = { value: json, type: typeOfJson(json), ...(sensitive ? { sensitive: true } : {}) };
    } else if (prior) outputs[name] = prior;
  }
  return outputs;
}
