import { serviceViewer } from '#domain/access/can';
import { authorize, requireViewer } from '#platform/authorize';
import { notFound } from '#platform/denial';
import { newId } from '#platform/identifier';
import type { DomainEvent } from '#platform/subgraph/announce';
import type { PlanCost } from '#workers/cost-tasks';
import type { Context, Services } from '../context';
import type { DeploymentCostRecord } from '../store/deployment-cost';
import type { EnvironmentCostRecord } from '../store/environment-cost';
import type { StoreTransaction } from '../store/store';
import { newEstimate, viewOfRecord, type EstimateView } from './estimate';
import { emptyUsage, usageHash } from './usage-file';

export type Moved = DomainEvent<'deployment.status-changed'>;

export interface KnownDeployment {
  id: string;
  cost: DeploymentCostRecord | null;
}

export interface KnownEnvironment {
  id: string;
  current: EnvironmentCostRecord | null;
}

/** Until its plan is estimated nothing is known here about a deployment, not even whose it is. */
export async function findDeployment(ctx: Pick<Context, 'viewer' | 'loaders'>, id: string): Promise<KnownDeployment> {
  requireViewer(ctx.viewer);
  const cost = await ctx.loaders.deploymentCosts.load(id);
  return { id, cost: cost ? authorize(ctx.viewer, 'cost:read', cost) : null };
}

/** Until something is deployed nothing is known here about an environment, not even whose it is. */
export async function findEnvironment(ctx: Pick<Context, 'viewer' | 'loaders'>, id: string): Promise<KnownEnvironment> {
  requireViewer(ctx.viewer);
  const current = await ctx.loaders.environmentCosts.load(id);
  return { id, current: current ? authorize(ctx.viewer, 'cost:read', current) : null };
}

export async function costOfDeployment(ctx: Pick<Context, 'loaders'>, { id, cost }: KnownDeployment): Promise<EstimateView | null> {
  const estimate = cost && (await ctx.loaders.estimates.load(id));
  return estimate ? viewOfRecord(ctx, estimate) : null;
}

/** What is deployed now; null when that is nothing. */
export async function costOfEnvironment(ctx: Pick<Context, 'loaders'>, { current }: KnownEnvironment): Promise<EstimateView | null> {
  const estimate = current && (await ctx.loaders.estimates.load(current.deploymentId));
  return estimate && estimate.resourceCount > 0 ? viewOfRecord(ctx, estimate) : null;
}

interface EstimatedPlan {
  cost: PlanCost;
  usageHash: string;
}

async function estimatePlan(services: Services, { organizationid, data }: Moved): Promise<EstimatedPlan> {
  const call = { viewer: serviceViewer(organizationid), requestId: newId() };
  const [plan, usages] = await Promise.all([
    services.iac.plan(data.deploymentId, call),
    services.store.usages.byBlueprints([data.blueprintId]),
  ]);
  if (plan.planJson === null) throw new Error(`The plan of ${data.deploymentId} is not there.`);
  const wanted = [...new Set([data.revisionId, ...(plan.deployedRevisionId ? [plan.deployedRevisionId] : [])])];
  const revisions = await services.blueprints.revisions(wanted, call);
  const planned = revisions.get(data.revisionId);
  if (!planned) throw notFound();
  const usage = usages.get(data.blueprintId)?.usage ?? emptyUsage;
  const cost = await services.work.estimatePlan({
    planJson: plan.planJson,
    planned: planned.content,
    deployed: (plan.deployedRevisionId && revisions.get(plan.deployedRevisionId)?.content) || null,
    variables: plan.variables,
    simulated: plan.simulated,
    usage,
  });
  return { cost, usageHash: usageHash(usage) };
}

async function saveAndAnnounce(
  services: Services,
  tx: StoreTransaction,
  { organizationid: organizationId, data }: Moved,
  { cost, usageHash: hash }: EstimatedPlan,
): Promise<void> {
  const { deploymentId, environmentId, blueprintId } = data;
  const { currency } = cost.after;
  const amounts = { currency, monthlyBefore: cost.before.monthly, monthlyAfter: cost.after.monthly, monthlyDelta: cost.delta };
  await tx.estimates.replace([newEstimate(services, { id: deploymentId, organizationId, blueprintId }, hash, cost.after)]);
  await tx.deploymentCosts.put({ deploymentId, organizationId, environmentId, ...amounts });
  await tx.announce({
    type: 'cost.estimated',
    organizationId,
    subject: deploymentId,
    data: { subjectKind: 'DEPLOYMENT', subjectId: deploymentId, ...amounts },
  });
}

/** Estimates a plan while its run waits for it. */
export async function estimateChecked(services: Services, event: Moved, consumer: string): Promise<void> {
  const estimated = await estimatePlan(services, event);
  await services.store.transaction(async (tx) => {
    if (await tx.consume(consumer, event)) await saveAndAnnounce(services, tx, event, estimated);
  });
}

/** Makes the estimate of what a run leaves behind that of its environment. */
export async function adoptSucceeded(services: Services, event: Moved, consumer: string): Promise<void> {
  const { deploymentId, environmentId, number } = event.data;
  const known = (await services.store.deploymentCosts.byDeployments([deploymentId])).has(deploymentId);
  // The check may have been given up while a peer was away.
  const missing = known ? null : await estimatePlan(services, event);
  await services.store.transaction(async (tx) => {
    if (!(await tx.consume(consumer, event))) return;
    if (missing) await saveAndAnnounce(services, tx, event, missing);
    await tx.environmentCosts.advance({ environmentId, organizationId: event.organizationid, deploymentId, deploymentNumber: number });
  });
}
