import { actionsOf, refusalToApprove, refusalToCancel, refusalToReject, type Action } from '#domain/deployment/actions';
import { blockersOf, type Blocker, type RunFacts } from '#domain/deployment/blockers';
import { changesEnvironment } from '#domain/deployment/transitions';
import type { DeploymentKind } from '#domain/deployment-status';
import { can } from '#domain/access/can';
import { userFault, type UserFault } from '#domain/fault';
import { fail, ok, type Result } from '#domain/result';
import { authorize } from '#platform/authorize';
import { notFound } from '#platform/denial';
import { isId, newId } from '#platform/identifier';
import { onceByKey } from '#platform/once';
import type { Page, PageRequest } from '#platform/page';
import type { Context } from '../context';
import type { DeploymentRecord } from '../store/deployment';
import type { EnvironmentRecord } from '../store/environment';
import type { LogLine } from '../store/log-line';
import type { StateLockRecord } from '../store/state-lock';
import type { StoreTransaction } from '../store/store';
import type { PeerRevision } from '../peers/blueprint';
import { openEnvironment } from './environment';
import { checkNote } from './note';
import { announceMove, checkedOf, enqueuePhase, moveRun, settle, startNext } from './run';

export async function findDeployment(ctx: Pick<Context, 'viewer' | 'loaders'>, id: string): Promise<DeploymentRecord> {
  return authorize(ctx.viewer, 'deployment:read', isId(id) ? await ctx.loaders.deployments.load(id) : null);
}

export async function environmentOf(ctx: Pick<Context, 'loaders'>, run: DeploymentRecord): Promise<EnvironmentRecord> {
  return (await ctx.loaders.environments.load(run.environmentId))!;
}

export const listDeployments = (
  ctx: Pick<Context, 'store'>,
  within: { environmentId: string } | { blueprintId: string },
  request: PageRequest,
): Promise<Page<DeploymentRecord>> => ctx.store.deployments.list(within, request);

/** The first page of an environment's runs, batched over the environments of a request. */
export async function newestDeployments(
  ctx: Pick<Context, 'loaders'>,
  environment: EnvironmentRecord,
  request: PageRequest,
): Promise<Page<DeploymentRecord>> {
  const rows = await ctx.loaders.newestRuns.load({ environmentId: environment.id, limit: request.limit + 1 });
  return {
    rows: rows.slice(0, request.limit),
    hasNextPage: rows.length > request.limit,
    totalCount: () => ctx.loaders.runCounts.load(environment.id),
  };
}

export const logOf = (ctx: Pick<Context, 'store'>, run: DeploymentRecord, request: PageRequest): Promise<Page<LogLine>> =>
  ctx.store.logLines.list(run.id, request);

/** Everything that the rules about a run need to know now. */
async function factsOf(ctx: Pick<Context, 'loaders' | 'store'>, run: DeploymentRecord): Promise<RunFacts> {
  const environment = await environmentOf(ctx, run);
  const [state, lock, queue] = await Promise.all([
    ctx.loaders.states.load(environment.id),
    ctx.loaders.stateLocks.load(environment.id),
    run.status === 'QUEUED' && changesEnvironment(run.kind) ? ctx.store.deployments.queueOf(environment.id) : [],
  ]);
  return factsFrom(run, environment, { serial: state?.serial ?? 0, lock, queue });
}

/** The same within a transaction: one that reads over another connection while it holds a lock can starve the pool. */
async function factsWithin(tx: StoreTransaction, run: DeploymentRecord, environment: EnvironmentRecord): Promise<RunFacts> {
  const [state] = await tx.states.newestOf([environment.id]);
  const [lock] = await tx.stateLocks.byEnvironments([environment.id]);
  return factsFrom(run, environment, { serial: state?.serial ?? 0, lock, queue: [] });
}

interface Surroundings {
  /** Of the newest state; 0 without one. */
  serial: number;
  lock: StateLockRecord | undefined;
  /** Runs that are queued to change the environment, if this one is among them. */
  queue: DeploymentRecord[];
}

function factsFrom(run: DeploymentRecord, environment: EnvironmentRecord, { serial, lock, queue }: Surroundings): RunFacts {
  const ahead =
    queue.findIndex((one) => one.id === run.id) + (environment.activeDeploymentId && environment.activeDeploymentId !== run.id ? 1 : 0);
  return {
    ...checkedOf(run, environment),
    status: run.status,
    queuePosition: Math.max(0, ahead),
    lockedBy: lock && lock.deploymentId !== run.id ? lock.who : null,
    noRunner: environment.target === 'CLOUD',
    stale: run.planSerial !== null && run.planSerial !== serial,
  };
}

export const blockersOfRun = async (ctx: Context, run: DeploymentRecord): Promise<Blocker[]> => blockersOf(await factsOf(ctx, run));

export async function actionsOfRun(ctx: Context, run: DeploymentRecord): Promise<Action[]> {
  const may = {
    approve: can(ctx.viewer, 'deployment:approve', run) === 'granted',
    cancel: can(ctx.viewer, 'deployment:write', run) === 'granted',
  };
  return actionsOf(await factsOf(ctx, run), may);
}

export interface RequestDeployment {
  environmentId: string;
  kind: DeploymentKind;
  revision?: number | null;
  message?: string | null;
  idempotencyKey: string;
}

/** The revision that a run is about: the one asked for, for a scan the deployed one, else the head. */
async function revisionFor(
  ctx: Context,
  environment: EnvironmentRecord,
  input: RequestDeployment,
): Promise<Result<PeerRevision, UserFault[]>> {
  const deployed = environment.deployedRevisionNumber;
  if ((input.kind === 'DRIFT_SCAN' || input.kind === 'DESTROY') && deployed === null)
    return fail([userFault('NOTHING_DEPLOYED', 'Nothing has been deployed to this environment yet.', ['input', 'environmentId'])]);
  const number = input.kind === 'DRIFT_SCAN' || (input.kind === 'DESTROY' && !input.revision) ? deployed : (input.revision ?? null);
  const revision = await ctx.blueprints.revision(environment.blueprintId, number, ctx);
  if (!revision) return fail([userFault('INVALID_INPUT', `The blueprint has no revision ${number}.`, ['input', 'revision'])]);
  const applied = input.kind === 'APPLY' || input.kind === 'PLAN';
  if (applied && !revision.valid)
    return fail([
      userFault('INVALID_BLUEPRINT', `Revision ${revision.number} has findings of HIGH or CRITICAL severity: see its validation.`, [
        'input',
        'revision',
      ]),
    ]);
  return ok(revision);
}

/** Queues a run. One that changes the environment waits for its turn; others start at once. */
export async function requestDeployment(ctx: Context, input: RequestDeployment): Promise<Result<DeploymentRecord, UserFault[]>> {
  const environment = await openEnvironment(ctx, 'deployment:write', input.environmentId);
  if (!input.idempotencyKey) return fail([userFault('INVALID_INPUT', 'An idempotency key is required.', ['input', 'idempotencyKey'])]);
  const fault = checkNote(input.message, 'message');
  if (fault) return fail([fault]);
  const revision = await revisionFor(ctx, environment, input);
  return onceByKey(
    ctx,
    { organizationId: environment.organizationId, operation: 'requestDeployment', input },
    {
      // A repeat gets the run of its first call, whatever has become of the revision and the environment since.
      first: async (tx) => (revision.ok ? queueRun(ctx, tx, environment, input, revision.value) : revision),
      repeat: async (tx, id) => (await tx.deployments.byIds([id]))[0]!,
    },
  );
}

async function queueRun(
  ctx: Context,
  tx: StoreTransaction,
  environment: EnvironmentRecord,
  input: RequestDeployment,
  revision: PeerRevision,
): Promise<Result<DeploymentRecord, UserFault[]>> {
  await tx.environments.lock(environment.id);
  const [current] = await tx.environments.byIds([environment.id]);
  if (current!.deletedAt) throw notFound();
  const run: DeploymentRecord = {
    id: newId(),
    organizationId: environment.organizationId,
    projectId: environment.projectId,
    blueprintId: environment.blueprintId,
    environmentId: environment.id,
    number: await tx.environments.nextNumber(environment.id),
    kind: input.kind,
    status: 'QUEUED',
    revisionId: revision.id,
    revisionNumber: revision.number,
    message: input.message ?? null,
    engine: null,
    requestedById: ctx.viewer.userId,
    requestedAt: ctx.now(),
    startedAt: null,
    finishedAt: null,
    planSerial: null,
    failure: null,
    verdict: null,
    overridden: false,
    costCheckedAt: null,
    approvedById: null,
    approvedAt: null,
    cancelRequestedAt: null,
  };
  await tx.deployments.insert(run);
  await announceMove(tx, run.requestedAt, run, null, { by: actorOf(ctx), note: run.message });
  // A cloud needs an engine, and no runner has one yet: the run waits with the blocker NO_RUNNER.
  if (environment.target === 'CLOUD') return ok(run);
  if (changesEnvironment(run.kind)) await startNext(tx, environment.id);
  else await enqueuePhase(tx, run.id, 'plan');
  return ok(run);
}

export const actorOf = ({ viewer }: Pick<Context, 'viewer'>): string => viewer.userId ?? viewer.kind;

type Change = (
  tx: StoreTransaction,
  run: DeploymentRecord,
  environment: EnvironmentRecord,
) => Promise<Result<DeploymentRecord, UserFault[]>>;

/** Decides about a run as it is while it is locked, whatever the caller has seen before. */
async function changeRun(
  ctx: Context,
  scope: 'deployment:write' | 'deployment:approve',
  { deploymentId: id, note }: { deploymentId: string; note?: string | null },
  change: Change,
): Promise<Result<DeploymentRecord, UserFault[]>> {
  const seen = authorize(ctx.viewer, scope, isId(id) ? await ctx.loaders.deployments.load(id) : null);
  const fault = checkNote(note);
  if (fault) return fail([fault]);
  const result = await ctx.store.transaction(async (tx) => {
    const run = await tx.deployments.lock(seen.id);
    const [environment] = await tx.environments.byIds([run.environmentId]);
    return change(tx, run, environment!);
  });
  ctx.loaders.deployments.clear(seen.id);
  return result;
}

const illegal = (message: string): Result<never, UserFault[]> =>
  fail([userFault('ILLEGAL_TRANSITION', message, ['input', 'deploymentId'])]);

/** Agrees to a plan. With violations that still have to be overridden the approval is kept and the run goes on once they are. */
export function approveDeployment(
  ctx: Context,
  input: { deploymentId: string; note?: string | null },
): Promise<Result<DeploymentRecord, UserFault[]>> {
  return changeRun(ctx, 'deployment:approve', input, async (tx, run, environment) => {
    const refusal = refusalToApprove(await factsWithin(tx, run, environment));
    if (refusal) return illegal(refusal);
    const approval = { approvedById: ctx.viewer.userId, approvedAt: ctx.now() };
    await tx.deployments.note(run.id, approval);
    return ok(await settle(tx, ctx, { ...run, ...approval }, environment, actorOf(ctx), input.note ?? null));
  });
}

export function rejectDeployment(
  ctx: Context,
  input: { deploymentId: string; note?: string | null },
): Promise<Result<DeploymentRecord, UserFault[]>> {
  return changeRun(ctx, 'deployment:approve', input, async (tx, run) => {
    const refusal = refusalToReject(run);
    return refusal ? illegal(refusal) : ok(await moveRun(tx, ctx.now(), run, 'REJECTED', { by: actorOf(ctx), note: input.note ?? null }));
  });
}

/** Ends a run; one that is being applied is asked to stop after the resource at hand. */
export function cancelDeployment(
  ctx: Context,
  input: { deploymentId: string; force: boolean; note?: string | null },
): Promise<Result<DeploymentRecord, UserFault[]>> {
  return changeRun(ctx, 'deployment:write', input, async (tx, run) => {
    const refusal = refusalToCancel(run);
    if (refusal) return illegal(refusal);
    if (run.status !== 'APPLYING') return ok(await moveRun(tx, ctx.now(), run, 'CANCELED', { by: actorOf(ctx), note: input.note ?? null }));
    const cancelRequestedAt = run.cancelRequestedAt ?? ctx.now();
    await tx.deployments.note(run.id, { cancelRequestedAt });
    await tx.wakeRunner(run.id);
    return ok({ ...run, cancelRequestedAt });
  });
}
