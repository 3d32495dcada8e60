import type { BlueprintContent } from '../blueprint/content';
import type { DesignEvaluation } from '../blueprint/evaluate-blocks';
import { canonicalJson, type Json } from '../json';
import { isKnown, isUnknown, type Value } from '../hcl/value';
import { valueOfJson } from '../hcl/functions/encoding';
import { equalValues } from '../hcl/functions/conversion';
import type { PlanMode } from './plan';
import type { Change, PlanJson, ResourceChange, ResourceValues } from './plan-json';
import type { PlannedInstance } from './plan-walk';
import { sensitiveMask } from './sensitive';
import type { StateOutput } from './state';
import { providerName, stateValues, type StateObject } from './state-objects';
import { jsonOfKnown, unknownMask } from './values';

export interface AssemblyInput {
  evaluation: DesignEvaluation;
  content: BlueprintContent;
  planned: PlannedInstance[];
  /** The refreshed state. */
  objects: StateObject[];
  drift: ResourceChange[];
  priorOutputs: Record<string, StateOutput>;
  hasPrior: boolean;
  mode: PlanMode;
  now: string;
  version: string;
}

/** The plan as `show -json` gives it. */
export function assemblePlan(input: AssemblyInput): PlanJson {
  const { evaluation, content, planned, objects, drift, priorOutputs, hasPrior, mode, version } = input;
  const outputs = mode === 'apply' ? outputChanges(input) : mode === 'destroy' ? removedOutputs(priorOutputs) : {};
  return {
    format_version: '1.2',
    terraform_version: version,
    variables: Object.fromEntries(
      [...evaluation.variables].map(([name, value]) => [name, isUnknown(value) ? {} : { value: jsonOfKnown(value) }]),
    ),
    planned_values: {
      outputs: Object.fromEntries(
        Object.entries(outputs).flatMap(([name, change]) =>
          change.actions[0] === 'delete'
            ? []
            : [
                [
                  name,
                  { sensitive: change.after_sensitive === true, ...(change.after_unknown === true ? {} : { value: change.after }) },
                ] as const,
              ],
        ),
      ),
      root_module: { resources: planned.filter(({ after }) => after !== null).map((instance) => plannedValues(instance, evaluation)) },
    },
    resource_drift: drift,
    resource_changes: planned
      .filter(({ mode: kind, actions }) => kind === 'managed' || actions[0] === 'read')
      .map((instance) => resourceChange(instance, evaluation)),
    output_changes: outputs,
    prior_state: hasPrior ? { format_version: '1.0', terraform_version: version, values: stateValues(objects, priorOutputs) } : null,
    configuration: {
      root_module: { resources: content.resources.map(({ type, name }) => ({ address: `${type}.${name}`, mode: 'managed', type, name })) },
    },
    relevant_attributes: [],
    checks: [],
    timestamp: input.now,
    errored: false,
  };
}

const schemaOf = ({ blockAddress }: PlannedInstance, evaluation: DesignEvaluation) => {
  const block = evaluation.blockAt(blockAddress);
  return block && evaluation.schemaOf(block)?.block;
};

function resourceChange(instance: PlannedInstance, evaluation: DesignEvaluation): ResourceChange {
  const { address, mode, type, name, key, provider, actions, before, after, replacePaths, reason } = instance;
  const schema = schemaOf(instance, evaluation);
  const names = new Set(instance.sensitive);
  return {
    ...{ address, mode, type, name },
    ...(key === null ? {} : { index: key }),
    provider_name: providerName(provider),
    ...(instance.deposed === undefined ? {} : { deposed: instance.deposed }),
    ...(reason === null ? {} : { action_reason: reason }),
    change: {
      actions,
      before: before && jsonOfKnown(before),
      after: after && jsonOfKnown(after),
      after_unknown: after ? unknownMask(after) : {},
      before_sensitive: before ? sensitiveMask(before, schema, names) : false,
      after_sensitive: after ? sensitiveMask(after, schema, names) : false,
      ...(replacePaths.length === 0 ? {} : { replace_paths: replacePaths.map((path) => [path]) }),
    },
  };
}

function plannedValues(instance: PlannedInstance, evaluation: DesignEvaluation): ResourceValues {
  const { address, mode, type, name, key, provider, schemaVersion, after, dependencies } = instance;
  return {
    ...{ address, mode, type, name },
    ...(key === null ? {} : { index: key }),
    provider_name: providerName(provider),
    schema_version: schemaVersion,
    values: jsonOfKnown(after),
    sensitive_values: after ? sensitiveMask(after, schemaOf(instance, evaluation), new Set(instance.sensitive)) : {},
    ...(dependencies.length === 0 ? {} : { depends_on: dependencies }),
  };
}

function outputChanges({ evaluation, content, priorOutputs }: AssemblyInput): Record<string, Change> {
  const changes: Record<string, Change> = removedOutputs(
    Object.fromEntries(Object.entries(priorOutputs).filter(([name]) => !content.outputs.some((output) => output.name === name))),
  );
  for (const { name, value, sensitive } of content.outputs) {
    const after: Value = evaluation.evaluateJson(value, ['outputs', name]).values.value ?? null;
    const prior = Object.hasOwn(priorOutputs, name) ? priorOutputs[name] : undefined;
    const same = prior !== undefined && equalValues(after, valueOfJson(prior.value)) === true;
    changes[name] = {
      actions: [prior === undefined ? 'create' : same ? 'no-op' : 'update'],
      before: prior?.value ?? null,
      after: jsonOfKnown(after),
      after_unknown: isKnown(after) ? false : unknownMask(after),
      before_sensitive: prior?.sensitive === true,
      after_sensitive: sensitive,
    };
  }
  return changes;
}

const removedOutputs = (outputs: Record<string, StateOutput>): Record<string, Change> =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { value, sensitive }]): [string, Change] => [
      name,
      {
        actions: ['delete'],
        before: value,
        after: null,
        after_unknown: false,
        before_sensitive: sensitive === true,
        after_sensitive: false,
      },
    ]),
  );

/** A value's type in the JSON form of type constraints, as states record it for outputs. */
export function typeOfJson(value: Json): Json {
  if (value === null) return 'dynamic';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return ['tuple', value.map(typeOfJson)];
  return [
    'object',
    JSON.parse(canonicalJson(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, typeOfJson(item)])))) as Json,
  ];
}
