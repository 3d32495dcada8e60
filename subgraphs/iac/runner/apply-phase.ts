import { MessageChannel } from 'node:worker_threads';
import type { ApplyEvent } from '#domain/engine/apply-events';
import type { Plan } from '#domain/engine/plan';
import { newId } from '#platform/identifier';
import type { ApplyDelivery } from '#workers/engine-tasks';
import type { Services } from '../context';
import { moveRun } from '../services/run';
import { versionOf } from '../services/state';
import type { DeploymentRecord, Failure } from '../store/deployment';
import type { StoreTransaction } from '../store/store';
import { RUN_CHANNEL } from '../store/store';
import { openLog, type RunLog } from './log';
import { failRun } from './plan-phase';

const RUNNER = 'runner';

const failure = (code: string, message: string, diagnostics: string[] = [], address: string | null = null): Failure => ({
  code,
  message,
  address,
  diagnostics,
});

/**
 * Applies the saved plan that was checked and approved. An apply that another runner began and did not end is never begun
 * again: the run fails, and its state lock stays until somebody has looked.
 */
export async function applyRun(services: Services, deploymentId: string, lost: AbortSignal): Promise<void> {
  const begun = await services.store.transaction((tx) => begin(tx, services, deploymentId));
  if (begun === 'over') return;
  if (begun === 'lost')
    return failRun(
      services,
      deploymentId,
      failure('RUNNER_LOST', 'The runner was lost while it applied: check the environment, then unlock its state.'),
    );
  if (begun === 'locked') return failRun(services, deploymentId, failure('STATE_LOCKED', 'The state is locked by somebody else.'));
  if (begun === 'stale')
    return failRun(
      services,
      deploymentId,
      failure('STALE_PLAN', 'The state has changed since the plan was made: request a new deployment.'),
    );
  const log = openLog(services, deploymentId);
  const { run, lockId } = begun;
  const [plan, objects] = await Promise.all([
    services.store.deployments.plan(run.id) as Promise<Plan>,
    services.store.simulatedObjects.all(run.environmentId),
  ]);
  const delivery = await execute(services, { plan, objects, run, log, lost });
  await log.flush();
  await services.store.transaction((tx) => conclude(tx, services, run, lockId, objects, delivery, plan));
}

type Begun = 'over' | 'lost' | 'locked' | 'stale' | { run: DeploymentRecord; lockId: string };

async function begin(tx: StoreTransaction, { now }: Services, id: string): Promise<Begun> {
  const run = await tx.deployments.lock(id);
  if (run.status === 'APPLYING') return 'lost';
  if (run.status !== 'APPROVED') return 'over';
  const [newest] = await tx.states.newestOf([run.environmentId]);
  if ((newest?.serial ?? 0) !== run.planSerial) return 'stale';
  const lockId = newId();
  if (
    !(await tx.stateLocks.acquire({
      environmentId: run.environmentId,
      lockId,
      who: `run ${run.number}`,
      operation: run.kind,
      createdAt: now(),
      deploymentId: run.id,
    }))
  )
    return 'locked';
  return { run: await moveRun(tx, now(), run, 'APPLYING', { by: RUNNER }), lockId };
}

interface Execution {
  plan: Plan;
  objects: ApplyDelivery['objects'];
  run: DeploymentRecord;
  log: RunLog;
  lost: AbortSignal;
}

/** Runs the engine on a worker thread; its events become log lines, a cancellation reaches it between two resources. */
async function execute(services: Services, { plan, objects, run, log, lost }: Execution): Promise<ApplyDelivery> {
  const { port1: here, port2: there } = new MessageChannel();
  here.on('message', (event: ApplyEvent) => log.write('APPLYING', event['@level'], event['@message']));
  const stop = (): void => here.postMessage('stop');
  lost.addEventListener('abort', stop);
  const unlisten = await services.listener.listen(RUN_CHANNEL, (id) => {
    if (id !== run.id && id !== '') return;
    void services.store.deployments.byIds([run.id]).then(([now]) => now?.cancelRequestedAt && stop());
  });
  try {
    const order = { plan, objects, port: there };
    return await services.work.transferring([there]).apply(order);
  } finally {
    lost.removeEventListener('abort', stop);
    await unlisten();
    here.close();
  }
}

/** Saves what the apply has brought about: objects, state, outcome and history, in one transaction. */
async function conclude(
  tx: StoreTransaction,
  services: Services,
  run: DeploymentRecord,
  lockId: string,
  before: ApplyDelivery['objects'],
  delivery: ApplyDelivery,
  plan: Plan,
): Promise<void> {
  const { state, outcome, objects } = delivery;
  const now = services.now();
  const locked = await tx.deployments.lock(run.id);
  if (locked.status !== 'APPLYING') return;
  await tx.simulatedObjects.replace(run.environmentId, before, objects);
  await tx.states.insert(versionOf({ id: run.environmentId, organizationId: run.organizationId }, state, now, run.id), state);
  await tx.stateLocks.release(run.environmentId, lockId);
  const counts = `${outcome.added} added, ${outcome.changed} changed, ${outcome.destroyed} destroyed`;
  if (outcome.status === 'SUCCEEDED') {
    await tx.environments.deployed(run.environmentId, plan.mode === 'destroy' ? null : { id: run.revisionId, number: run.revisionNumber });
    await moveRun(tx, now, locked, 'SUCCEEDED', { by: RUNNER, note: counts });
    return;
  }
  const [first] = outcome.failures;
  const failed =
    outcome.status === 'ABORTED'
      ? failure('CANCELED', `Stopped on request: ${counts}, ${outcome.skipped.length} left alone.`)
      : failure(
          'APPLY_FAILED',
          `${first?.message ?? 'The engine failed.'} (${counts})`,
          outcome.failures.map((one) => `${one.address}: ${one.message}`).slice(0, 20),
          first?.address ?? null,
        );
  await moveRun(tx, now, locked, 'FAILED', { by: RUNNER, note: failed.code, failure: failed });
}
