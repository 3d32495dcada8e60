import { setImmediate } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import type { BlueprintContent } from '#domain/blueprint/content';
import { lowerDesign } from '#domain/component/lower';
import { applyPlan, type ApplyOutcome } from '#domain/engine/apply-plan';
import type { ApplyEvent } from '#domain/engine/apply-events';
import { createMemoryCloud, objectKey, type Cloud, type CloudApi } from '#domain/engine/cloud';
import { driftFindings, type DriftFinding } from '#domain/drift/findings';
import { maskedPlan, type MaskedPlan } from '#domain/engine/masked-plan';
import type { Plan, PlanFault, PlanMode, PlanSummary } from '#domain/engine/plan';
import { planDesign } from '#domain/engine/plan-design';
import { summarisePlan } from '#domain/engine/plan-summary';
import { cloudIdOf } from '#domain/engine/simulated-values';
import type { StateV4 } from '#domain/engine/state';
import { stateObjects } from '#domain/engine/state-objects';
import type { JsonObject } from '#domain/json';
import { ok, type Result } from '#domain/result';
import { catalog } from './thread-catalog';

export interface PlanOrder {
  content: BlueprintContent;
  variables: JsonObject;
  priorState: StateV4 | null;
  /** What the simulated cloud of the environment holds. */
  objects: Cloud;
  mode: PlanMode;
  lineage: string;
  now: string;
  /** Also says what has drifted, which takes a second plan. */
  scan: boolean;
}

export interface PlanDelivery {
  plan: Plan;
  planJson: MaskedPlan;
  summary: PlanSummary;
  /** Empty unless it was a scan. */
  findings: DriftFinding[];
}

export interface ApplyOrder {
  plan: Plan;
  objects: Cloud;
  /** Events go out, one message each; any message that comes in stops the apply between two resources. */
  port: MessagePort;
}

export interface ApplyDelivery {
  state: StateV4;
  outcome: ApplyOutcome;
  objects: Cloud;
}

/** Lets the thread read its messages now and then: the simulated cloud itself never waits. */
function yielding(cloud: CloudApi): CloudApi {
  let calls = 0;
  const breathe = async (): Promise<void> => {
    calls += 1;
    if (calls % 16 === 0) await setImmediate();
  };
  return {
    read: async (type, id) => (await breathe(), cloud.read(type, id)),
    create: async (type, id, attributes) => (await breathe(), cloud.create(type, id, attributes)),
    update: async (type, id, attributes) => (await breathe(), cloud.update(type, id, attributes)),
    delete: async (type, id) => (await breathe(), cloud.delete(type, id)),
  };
}

/**
 * What the cloud says against the state, and what the code says against the state. The second is planned as if nothing had
 * drifted: else whatever refers to a drifted resource would count as not applied.
 */
async function drifted(plan: Plan, order: Omit<PlanOrder, 'objects' | 'scan'>): Promise<Result<DriftFinding[], PlanFault>> {
  const asRecorded = createMemoryCloud(cloudOf(order.priorState));
  const byCode = await planDesign({ ...order, catalog: catalog(), cloud: asRecorded });
  if (!byCode.ok) return byCode;
  return ok(driftFindings({ resource_drift: plan.json.resource_drift, resource_changes: byCode.value.json.resource_changes }, catalog()));
}

/** The cloud as a state remembers it. */
function cloudOf(state: StateV4 | null): Cloud {
  const managed = [...stateObjects(state).values()].filter((object) => object.mode === 'managed');
  return new Map(
    managed.map(({ address, type, attributes }) => {
      const id = cloudIdOf(address, attributes);
      return [objectKey(type, id), { type, id, attributes }];
    }),
  );
}

export const engineTasks = {
  /** Plans with the built-in engine against the simulated cloud. */
  async plan({ objects, scan, ...given }: PlanOrder): Promise<Result<PlanDelivery, PlanFault>> {
    const order = { ...given, content: lowerDesign(given.content).content };
    const planned = await planDesign({ ...order, catalog: catalog(), cloud: createMemoryCloud(objects) });
    if (!planned.ok) return planned;
    const plan = planned.value;
    const findings = scan ? await drifted(plan, order) : ok([]);
    return findings.ok
      ? ok({ plan, planJson: maskedPlan(plan.json), summary: summarisePlan(plan.json, catalog()), findings: findings.value })
      : findings;
  },

  /** Applies a plan of the built-in engine; what the cloud holds afterwards comes back with the state. */
  async apply({ plan, objects, port }: ApplyOrder): Promise<ApplyDelivery> {
    const stop = new AbortController();
    port.on('message', () => stop.abort());
    try {
      const cloud = yielding(createMemoryCloud(objects));
      const { state, outcome } = await applyPlan({
        plan,
        catalog: catalog(),
        cloud,
        signal: stop.signal,
        onEvent: (event: ApplyEvent) => port.postMessage(event),
      });
      return { state, outcome, objects };
    } finally {
      port.close();
    }
  },
};
