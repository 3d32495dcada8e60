import type { BlueprintContent } from '../blueprint/content';
import { DesignEvaluation, type DesignBlock } from '../blueprint/evaluate-blocks';
import type { Catalog } from '../catalog/catalog';
import type { Diagnostic } from '../diagnostic';
import type { Json } from '../json';
import { fail, ok, type Result } from '../result';
import type { CloudApi } from './cloud';
import { wellKnownForceNew, type ForceNew } from './force-new';
import { lifecycleOf } from './lifecycle';
import type { Plan, PlanFault, PlanMode } from './plan';
import { assemblePlan } from './plan-assembly';
import { planDestruction, planWalk, type PlannedInstance } from './plan-walk';
import { refresh } from './refresh';
import type { StateV4 } from './state';
import { stateObjects, stateOf, type StateObject } from './state-objects';

export interface PlanInput {
  content: BlueprintContent;
  catalog: Catalog;
  variables?: Readonly<Record<string, Json>>;
  /** null: nothing has been applied yet. */
  priorState: StateV4 | null;
  cloud: CloudApi;
  mode: PlanMode;
  /** Lineage of a state that does not exist yet. */
  lineage: string;
  /** RFC 3339, for the plan's timestamp. */
  now: string;
  forceNew?: ForceNew;
}

/** Recorded as terraform_version in plans and states that the built-in engine makes: the format that it follows. */
export const formatVersion = '1.11.4';

/**
 * Plans as `terraform plan` does, in process: refreshes the prior state from the cloud, compares it with the design and
 * decides an action for every instance, in dependency order. Nothing is changed.
 * Expected failures: UNSET_VARIABLE, INVALID_DESIGN (an expression, a cycle, an unknown count), PREVENT_DESTROY.
 */
export async function planDesign(input: PlanInput): Promise<Result<Plan, PlanFault>> {
  const { content, catalog, priorState, cloud, mode } = input;
  const recorded = stateObjects(priorState);
  const { objects, drift } = await refresh(recorded, cloud, catalog);
  const planned = new Map<string, PlannedInstance>();
  const evaluation = new DesignEvaluation({
    content,
    catalog,
    variables: input.variables,
    attributesOf: (address) => planned.get(address)?.after ?? undefined,
  });
  if (mode === 'apply') {
    const fault = unsetVariables(evaluation);
    if (fault) return fail(fault);
    planWalk({ evaluation, content, catalog, objects, forceNew: input.forceNew ?? wellKnownForceNew, planned });
    const invalid = evaluation.diagnostics.filter(({ severity }) => severity === 'HIGH' || severity === 'CRITICAL');
    if (invalid.length > 0) return fail({ code: 'INVALID_DESIGN', message: 'The design cannot be planned.', diagnostics: invalid });
  }
  if (mode !== 'refresh-only') planDestruction(objects, catalog, mode === 'destroy', planned);
  const prevented = preventedDestroys(evaluation, planned);
  if (prevented.length > 0)
    return fail({ code: 'PREVENT_DESTROY', message: 'The plan would destroy what prevent_destroy protects.', diagnostics: prevented });
  const refreshed = stateOf(
    objects.values(),
    priorState?.outputs ?? {},
    priorState?.serial ?? 0,
    priorState?.lineage ?? input.lineage,
    formatVersion,
  );
  return ok({
    mode,
    json: assemblePlan({
      evaluation,
      content,
      planned: [...planned.values()],
      objects: keptInOrder(recorded, objects),
      drift,
      priorOutputs: priorState?.outputs ?? {},
      hasPrior: priorState !== null,
      mode,
      now: input.now,
      version: formatVersion,
    }),
    content,
    variables: { ...input.variables },
    refreshed,
    createBeforeDestroy: content.resources
      .filter((spec) => lifecycleOf(spec).createBeforeDestroy)
      .map((spec) => `${spec.type}.${spec.name}`),
  });
}

const keptInOrder = (recorded: ReadonlyMap<string, StateObject>, objects: ReadonlyMap<string, StateObject>): StateObject[] =>
  [...recorded.keys()].flatMap((address) => objects.get(address) ?? []);

function unsetVariables({ unsetVariables: names }: DesignEvaluation): PlanFault | undefined {
  if (names.length === 0) return undefined;
  return {
    code: 'UNSET_VARIABLE',
    message: `No value for: ${names.join(', ')}.`,
    diagnostics: names.map((name) => ({
      severity: 'HIGH',
      code: 'UNSET_VARIABLE',
      summary: `The variable "${name}" has no default and no value was given.`,
      path: ['variables', name],
    })),
  };
}

function preventedDestroys(evaluation: DesignEvaluation, planned: ReadonlyMap<string, PlannedInstance>): Diagnostic[] {
  const isProtected = (block: DesignBlock | undefined): boolean => block !== undefined && lifecycleOf(block.spec).preventDestroy;
  return [...planned.values()]
    .filter(({ actions, blockAddress }) => actions.includes('delete') && isProtected(evaluation.blockAt(blockAddress)))
    .map(({ address }) => ({
      severity: 'HIGH',
      code: 'PREVENT_DESTROY',
      summary: `${address} has lifecycle.prevent_destroy set, but the plan calls for it to be destroyed.`,
      address,
    }));
}
