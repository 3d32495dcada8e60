import type { BlueprintContent } from '../blueprint/content';
import { blockAddressOf, type DesignBlock, type DesignEvaluation } from '../blueprint/evaluate-blocks';
import type { Instance } from '../blueprint/evaluate-instances';
import { completeToSchema } from '../blueprint/evaluate-schema';
import type { Catalog } from '../catalog/catalog';
import { valueOfJson } from '../hcl/functions/encoding';
import type { ValueObject } from '../hcl/functions/conversion';
import { isKnown } from '../hcl/value';
import type { Json } from '../json';
import type { ValueChange } from './attribute-comparison';
import { decide } from './desired-object';
import type { ForceNew } from './force-new';
import { lifecycleOf } from './lifecycle';
import type { PlanAction } from './plan-json';
import { providerContexts, providerReference, type ProviderContext } from './provider-context';
import { simulateObject } from './simulated-values';
import type { StateObject } from './state-objects';

/** What is decided about one instance. */
export interface PlannedInstance {
  address: string;
  blockAddress: string;
  mode: 'managed' | 'data';
  type: string;
  name: string;
  key: number | string | null;
  provider: string;
  schemaVersion: number;
  actions: PlanAction[];
  before: ValueObject | null;
  /** With UNKNOWN for what is known only after apply; null: it is destroyed. */
  after: ValueObject | null;
  changes: ValueChange[];
  replacePaths: string[];
  reason: string | null;
  /** Attributes whose value comes from a sensitive variable. */
  sensitive: string[];
  dependencies: string[];
  deposed?: string;
}

interface WalkState extends WalkInput {
  /** Addresses of blocks of which an instance changes. */
  changing: Set<string>;
}

export interface WalkInput {
  evaluation: DesignEvaluation;
  content: BlueprintContent;
  catalog: Catalog;
  /** The refreshed state. */
  objects: ReadonlyMap<string, StateObject>;
  forceNew: ForceNew;
  /** Filled in dependency order; references of later instances see what is planned for earlier ones. */
  planned: Map<string, PlannedInstance>;
}

/** Plans every instance of a design; what cannot be planned is in the evaluation's diagnostics. */
export function planWalk(walk: WalkInput): void {
  const { evaluation, content } = walk;
  const input: WalkState = { ...walk, changing: new Set() };
  const contextOf = providerContexts(content, evaluation);
  const sensitiveNames = sensitiveAttributes(content, evaluation);
  for (const node of evaluation.nodes) {
    const block = evaluation.blockAt(node);
    if (!block) {
      evaluation.settle(node);
      continue;
    }
    const { mode, instances } = evaluation.repetitionOf(block);
    if (mode === 'unknown') {
      evaluation.diagnostics.push({
        severity: 'HIGH',
        code: 'UNKNOWN_REPETITION',
        summary: 'The number of instances depends on values that are known only after apply.',
        address: block.address,
      });
      continue;
    }
    const dependencies = evaluation.dependenciesOf(block.address).filter((address) => evaluation.blockAt(address));
    for (const instance of instances) {
      const sensitive = sensitiveNames(block);
      const base = { ...baseOf(block, instance, input), sensitive, dependencies };
      const plan = block.mode === 'data' ? planData : planManaged;
      const decided = plan(block, instance, base, contextOf(block.spec), input);
      input.planned.set(instance.address, decided);
      if (decided.actions[0] !== 'no-op') input.changing.add(block.address);
    }
  }
}

type Base = Omit<PlannedInstance, 'actions' | 'before' | 'after' | 'changes' | 'replacePaths' | 'reason'>;

const baseOf = (block: DesignBlock, instance: Instance, { evaluation, catalog }: WalkInput): Omit<Base, 'sensitive' | 'dependencies'> => ({
  address: instance.address,
  blockAddress: block.address,
  mode: block.mode,
  type: block.spec.type,
  name: block.spec.name,
  key: instance.key,
  provider: providerReference(block.spec, catalog),
  schemaVersion: evaluation.schemaOf(block)?.version ?? 0,
});

function planManaged(block: DesignBlock, instance: Instance, base: Base, context: ProviderContext, input: WalkState): PlannedInstance {
  const existing = input.objects.get(instance.address);
  const prior = existing ? (valueOfJson(existing.attributes) as ValueObject) : null;
  const lifecycle = lifecycleOf(block.spec);
  const decision = decide({
    type: block.spec.type,
    configured: input.evaluation.attributesOf(block, instance).values,
    prior,
    schema: input.evaluation.schemaOf(block),
    defaultTags: context.defaultTags,
    lifecycle,
    isSettled: base.dependencies.every((address) => !input.changing.has(address)),
    isTriggered: lifecycle.replaceTriggeredBy.some((trigger) => isChanging(trigger, input.planned)),
    forceNew: input.forceNew,
  });
  const replaced = decision.actions.length === 2;
  return {
    ...base,
    ...decision,
    before: prior,
    reason: !replaced ? null : decision.replacePaths.length > 0 ? 'replace_because_cannot_update' : 'replace_by_triggers',
  };
}

/** A data source is read at once when all of its arguments are known, else during apply. */
function planData(
  block: DesignBlock,
  instance: Instance,
  base: Base,
  context: ProviderContext,
  { evaluation }: WalkInput,
): PlannedInstance {
  const { values } = evaluation.attributesOf(block, instance);
  const schema = evaluation.schemaOf(block)?.block;
  const complete = schema ? completeToSchema(values, schema) : values;
  const decided = { before: null, changes: [], replacePaths: [] };
  if (!isKnown(values)) return { ...base, ...decided, actions: ['read'], after: complete, reason: 'read_because_config_unknown' };
  const after = simulateObject(complete, schema, {
    type: block.spec.type,
    address: instance.address,
    region: context.region,
    seed: 'data',
  });
  return { ...base, ...decided, actions: ['no-op'], after, reason: null };
}

/** True when a replace_triggered_by address, or the attribute behind it, changes in this plan. */
function isChanging(trigger: string, planned: ReadonlyMap<string, PlannedInstance>): boolean {
  const block = blockAddressOf(trigger);
  const [, , attribute] = trigger.replace(/\[[^\]]*\]/g, '').split('.');
  for (const instance of planned.values()) {
    if (instance.blockAddress !== block || (trigger.includes('[') && !trigger.startsWith(instance.address))) continue;
    if (instance.actions[0] === 'no-op') continue;
    if (attribute === undefined || instance.actions[0] !== 'update') return true;
    if (instance.changes.some(({ path }) => path.split('.', 1)[0] === attribute)) return true;
  }
  return false;
}

/** What the state holds and the design does not (or all of it) is destroyed, dependents first. */
export function planDestruction(
  objects: ReadonlyMap<string, StateObject>,
  catalog: Catalog,
  everything: boolean,
  planned: Map<string, PlannedInstance>,
): void {
  for (const [objectKey, object] of objects) {
    if (object.mode === 'data' || (!everything && (planned.has(objectKey) || object.module !== undefined))) continue;
    const { address, blockAddress, mode, type, name, key, provider, schemaVersion, sensitive, dependencies } = object;
    planned.set(objectKey, {
      ...(object.deposed === undefined ? {} : { deposed: object.deposed }),
      ...{ address, blockAddress, mode, type, name, key, provider, schemaVersion, sensitive, dependencies },
      actions: ['delete'],
      before: valueOfJson(object.attributes) as ValueObject,
      after: null,
      changes: [],
      replacePaths: [],
      reason: everything || !catalog.resource(type) ? null : 'delete_because_no_resource_config',
    });
  }
}

/** Names of a block's attributes whose expression reaches a sensitive variable or calls sensitive(). */
function sensitiveAttributes(content: BlueprintContent, evaluation: DesignEvaluation): (block: DesignBlock) => string[] {
  const variables = new Set(content.variables.filter(({ sensitive }) => sensitive).map(({ name }) => name));
  const isSensitive = (json: Json): boolean =>
    callsSensitive(json) || (variables.size > 0 && evaluation.variablesIn(json).some((name) => variables.has(name)));
  const kept = new Map<string, string[]>();
  return ({ address, spec }) => {
    let names = kept.get(address);
    if (!names) {
      names = Object.entries(spec.attributes).flatMap(([name, json]) => (isSensitive(json) ? [name] : []));
      kept.set(address, names);
    }
    return names;
  };
}

function callsSensitive(json: Json): boolean {
  if (typeof json === 'string') return /\bsensitive\(/.test(json);
  return json !== null && typeof json === 'object' && Object.values(json).some((item: Json) => callsSensitive(item));
}
