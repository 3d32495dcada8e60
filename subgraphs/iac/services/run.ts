import type { DeploymentStatus } from '#domain/deployment-status';
import { afterChecks, isCleared, type Checked } from '#domain/deployment/decision';
import { changesEnvironment, isTerminal, mayBecome } from '#domain/deployment/transitions';
import type { Services } from '../context';
import type { DeploymentRecord, Failure } from '../store/deployment';
import type { EnvironmentRecord } from '../store/environment';
import type { StoreTransaction } from '../store/store';

export const RUN_QUEUE = 'deployment';

/** What a job of the queue asks a runner to do with a run. */
export type RunPhase = 'plan' | 'apply' | 'check-deadline';

/** How long the verdict and the cost may take before a person has to decide without them. */
const checkDeadlineSeconds = 30;
const attempts: Record<RunPhase, number> = { plan: 3, apply: 2, 'check-deadline': 5 };

export const enqueuePhase = (tx: Pick<StoreTransaction, 'enqueue'>, deploymentId: string, phase: RunPhase): Promise<string> =>
  tx.enqueue({
    id: `${deploymentId}/${phase}`,
    queue: RUN_QUEUE,
    payload: { deploymentId, phase },
    maxAttempts: attempts[phase],
    ...(phase === 'check-deadline' ? { delaySeconds: checkDeadlineSeconds } : {}),
  });

export interface Move {
  /** User id, or the name of the part of Lintel that does it. */
  by: string;
  note?: string | null;
  failure?: Failure;
  engine?: string;
}

/** The run was not in a state from which it may go there: somebody else moved it first. */
export class IllegalMove extends Error {
  constructor(
    readonly status: DeploymentStatus,
    readonly to: DeploymentStatus,
  ) {
    super(`A run that is ${status} cannot become ${to}.`);
    this.name = 'IllegalMove';
  }
}

/**
 * Moves a run that the transaction has locked: state, history and the event that announces it, in one transaction. A run
 * that ends gives its environment to the next in the queue.
 *
 * @throws IllegalMove when the state machine does not allow it
 */
export async function moveRun(
  tx: StoreTransaction,
  now: Date,
  run: DeploymentRecord,
  to: DeploymentStatus,
  move: Move,
): Promise<DeploymentRecord> {
  if (!mayBecome(run.status, to)) throw new IllegalMove(run.status, to);
  const times = { ...(run.startedAt ? {} : to === 'PREPARING' ? { startedAt: now } : {}), ...(isTerminal(to) ? { finishedAt: now } : {}) };
  const change = { ...times, ...(move.failure ? { failure: move.failure } : {}), ...(move.engine ? { engine: move.engine } : {}) };
  if (!(await tx.deployments.move(run.id, run.status, to, change))) throw new IllegalMove(run.status, to);
  const moved: DeploymentRecord = { ...run, ...change, status: to };
  await announceMove(tx, now, moved, run.status, move);
  if (isTerminal(to)) {
    await tx.logLines.wakeFollowers(run.id);
    if (changesEnvironment(run.kind)) await yieldEnvironment(tx, run);
  }
  return moved;
}

/** Records a transition and announces it; `from` is null for a new run. */
export async function announceMove(
  tx: StoreTransaction,
  now: Date,
  run: DeploymentRecord,
  from: DeploymentStatus | null,
  { by, note = null }: Move,
): Promise<void> {
  await tx.transitions.append({ deploymentId: run.id, from, to: run.status, at: now, by, note });
  await tx.announce({
    type: 'deployment.status-changed',
    organizationId: run.organizationId,
    subject: run.id,
    data: {
      deploymentId: run.id,
      number: run.number,
      kind: run.kind,
      environmentId: run.environmentId,
      projectId: run.projectId,
      blueprintId: run.blueprintId,
      revisionId: run.revisionId,
      from,
      to: run.status,
      by,
      note,
      at: now.toISOString(),
    },
  });
}

async function yieldEnvironment(tx: StoreTransaction, run: DeploymentRecord): Promise<void> {
  await tx.environments.lock(run.environmentId);
  if (await tx.environments.vacate(run.environmentId, run.id)) await startNext(tx, run.environmentId);
}

/** Starts the first run of the queue if the environment is free. The environment is locked by the transaction. */
export async function startNext(tx: StoreTransaction, environmentId: string): Promise<void> {
  const [next] = await tx.deployments.queueOf(environmentId);
  if (next && (await tx.environments.occupy(environmentId, next.id))) await enqueuePhase(tx, next.id, 'plan');
}

/** What the decision rules need to know of a run. */
export const checkedOf = (run: DeploymentRecord, environment: Pick<EnvironmentRecord, 'requiresApproval'>): Checked => ({
  kind: run.kind,
  requiresApproval: environment.requiresApproval,
  verdict: run.verdict,
  overridden: run.overridden,
  priced: run.costCheckedAt !== null,
  approved: run.approvedAt !== null,
});

/** Takes a locked run on as far as its checks and decisions carry it: out of CHECKING once they are in, to APPROVED once all is cleared. */
export async function settle(
  tx: StoreTransaction,
  services: Pick<Services, 'now'>,
  run: DeploymentRecord,
  environment: EnvironmentRecord,
  by: string,
  note: string | null = null,
): Promise<DeploymentRecord> {
  const checked = checkedOf(run, environment);
  const to =
    run.status === 'CHECKING' ? afterChecks(checked) : run.status === 'AWAITING_DECISION' && isCleared(checked) ? 'APPROVED' : null;
  if (!to) return run;
  const moved = await moveRun(tx, services.now(), run, to, { by, note });
  if (to === 'APPROVED') await enqueuePhase(tx, run.id, 'apply');
  return moved;
}
