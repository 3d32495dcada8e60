import { randomUUID } from 'node:crypto';
import { serviceViewer } from '#domain/access/can';
import type { DeploymentStatus } from '#domain/deployment-status';
import { mayBecome } from '#domain/deployment/transitions';
import type { PlanFault, PlanMode } from '#domain/engine/plan';
import { newId } from '#platform/identifier';
import { PermanentJobError } from '#platform/jobs/job';
import type { PlanDelivery } from '#workers/engine-tasks';
import type { Services } from '../context';
import { enqueuePhase, moveRun, settle, type Move } from '../services/run';
import type { DeploymentRecord, Failure } from '../store/deployment';
import type { EnvironmentRecord } from '../store/environment';
import type { StoreTransaction } from '../store/store';
import { openLog, type RunLog } from './log';

export const ENGINE = 'built-in';
const RUNNER = 'runner';

const planModes: Record<DeploymentRecord['kind'], PlanMode> = { PLAN: 'apply', APPLY: 'apply', DESTROY: 'destroy', DRIFT_SCAN: 'apply' };

/** Moves the run on unless it is there or further already, e.g. when a runner before this one got that far. */
async function advance(services: Services, id: string, to: DeploymentStatus, move: Omit<Move, 'by'> = {}): Promise<DeploymentRecord> {
  return services.store.transaction(async (tx) => {
    const run = await tx.deployments.lock(id);
    return mayBecome(run.status, to) ? moveRun(tx, services.now(), run, to, { by: RUNNER, ...move }) : run;
  });
}

const isOver = (run: DeploymentRecord): boolean => !['QUEUED', 'PREPARING', 'PLANNING'].includes(run.status);

/** Reads the design, plans it and hands the plan to the checks. May be done again from the start: until it is applied a plan has no effect. */
export async function planRun(services: Services, deploymentId: string): Promise<void> {
  const { store } = services;
  const run = await advance(services, deploymentId, 'PREPARING', { engine: ENGINE });
  if (isOver(run)) return;
  const [environment] = await store.environments.byIds([run.environmentId]);
  const log = openLog(services, deploymentId);
  try {
    log.write('PREPARING', 'info', `Preparing revision ${run.revisionNumber} for ${environment!.name} with the ${ENGINE} engine.`);
    const call = { viewer: serviceViewer(run.organizationId), requestId: newId() };
    const content = (await services.blueprints.contents([run.revisionId], call)).get(run.revisionId);
    if (!content) throw new PermanentJobError(`The content of revision ${run.revisionNumber} is missing.`);
    const planning = await advance(services, deploymentId, 'PLANNING');
    if (isOver(planning)) return;
    const priorState = await store.states.content(run.environmentId);
    const objects = await store.simulatedObjects.all(run.environmentId);
    const order = {
      content,
      variables: environment!.variables,
      priorState,
      objects,
      mode: planModes[run.kind],
      lineage: randomUUID(),
      now: services.now().toISOString(),
      scan: run.kind === 'DRIFT_SCAN',
    };
    const planned = await services.work.plan(order);
    if (!planned.ok) {
      await failRun(services, deploymentId, failureOf(planned.fault), log);
      return;
    }
    report(log, planned.value);
    await log.flush();
    await store.transaction((tx) => concludePlan(tx, services, deploymentId, environment!, planned.value, priorState?.serial ?? null));
  } finally {
    await log.flush();
  }
}

/** Saves the plan and moves the run to where it leads, in one transaction. */
async function concludePlan(
  tx: StoreTransaction,
  services: Services,
  id: string,
  environment: EnvironmentRecord,
  delivery: PlanDelivery,
  planSerial: number | null,
): Promise<void> {
  const { plan, planJson, summary, findings } = delivery;
  const now = services.now();
  const locked = await tx.deployments.lock(id);
  if (locked.status !== 'PLANNING') return;
  await tx.deployments.savePlan(id, { plan, planSerial: planSerial ?? 0, planJson, planSummary: summary });
  const run = await moveRun(tx, now, { ...locked, planSerial: planSerial ?? 0 }, 'PLANNED', { by: RUNNER, note: summaryText(summary) });
  if (run.kind === 'DRIFT_SCAN') {
    await tx.deployments.saveDrift(id, findings);
    await moveRun(tx, now, run, 'SUCCEEDED', { by: RUNNER, note: findings.length ? `${findings.length} drifted` : 'in sync' });
    return;
  }
  if (summary.changes.length === 0 && Object.values(planJson.output_changes).every((change) => change.actions[0] === 'no-op')) {
    await moveRun(tx, now, run, 'NO_CHANGES', { by: RUNNER });
    return;
  }
  await settleWithoutChecks(tx, services, await moveRun(tx, now, run, 'CHECKING', { by: RUNNER }), environment);
}

/** Checks that came in before (a repeated plan) count; else their deadline starts. */
async function settleWithoutChecks(
  tx: StoreTransaction,
  services: Services,
  run: DeploymentRecord,
  environment: EnvironmentRecord,
): Promise<void> {
  if (run.verdict !== null && run.costCheckedAt !== null) await settle(tx, services, run, environment, 'checks');
  else await enqueuePhase(tx, run.id, 'check-deadline');
}

const summaryText = ({ add, change, destroy, replace, drifted }: PlanDelivery['summary']): string =>
  `${add} to add, ${change} to change, ${replace} to replace, ${destroy} to destroy${drifted ? `, ${drifted} drifted` : ''}`;

function report(log: RunLog, { summary }: PlanDelivery): void {
  for (const { address, actions } of summary.changes) log.write('PLANNING', 'info', `${address}: plan to ${actions.join(' and ')}`);
  log.write('PLANNING', 'info', `Plan: ${summaryText(summary)}.`);
}

function failureOf({ code, message, diagnostics }: PlanFault): Failure {
  return {
    code,
    message,
    address: diagnostics.find((one) => one.address)?.address ?? null,
    diagnostics: diagnostics.slice(0, 20).map((one) => [one.address, one.path?.join('.'), one.summary].filter(Boolean).join(': ')),
  };
}

/** Ends a run with a failure that people can read. */
export async function failRun(services: Services, deploymentId: string, failure: Failure, log?: RunLog): Promise<void> {
  await log?.flush();
  await services.store.transaction(async (tx) => {
    const run = await tx.deployments.lock(deploymentId);
    if (!mayBecome(run.status, 'FAILED')) return;
    const lines = [`${failure.code}: ${failure.message}`, ...failure.diagnostics];
    await tx.logLines.append(
      run.id,
      lines.map((message) => ({ at: services.now(), phase: run.status, level: 'error' as const, message })),
    );
    await moveRun(tx, services.now(), run, 'FAILED', { by: RUNNER, note: failure.code, failure });
  });
}
