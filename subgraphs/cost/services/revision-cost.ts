import type { BlueprintContent } from '#domain/blueprint/content';
import { serviceViewer } from '#domain/access/can';
import type { Json } from '#domain/json';
import { authorize } from '#platform/authorize';
import { notFound } from '#platform/denial';
import { isId, newId } from '#platform/identifier';
import type { DomainEvent } from '#platform/subgraph/announce';
import type { Context, Services } from '../context';
import { newEstimate, viewOf, viewOfRecord, type EstimateSubject, type EstimateView } from './estimate';
import { readUsageArgument, usageOf } from './usage';
import { emptyUsage, overridden, usageHash } from './usage-file';

/** Own rows know the organisation; of a revision without an estimate its owner is asked. */
export async function findRevision(ctx: Pick<Context, 'viewer' | 'loaders'>, id: string): Promise<EstimateSubject> {
  const kept = isId(id) ? await ctx.loaders.estimates.load(id) : undefined;
  const revision = kept ? { ...kept, id } : isId(id) ? await ctx.loaders.revisions.load(id) : undefined;
  const { organizationId, blueprintId } = authorize(ctx.viewer, 'cost:read', revision);
  return { id, organizationId, blueprintId };
}

/** What a revision costs: the kept estimate while it is right, else a new one. `usage` overrides the blueprint's assumptions. */
export async function costOfRevision(ctx: Context, revision: EstimateSubject, usage: Json): Promise<EstimateView> {
  const own = await usageOf(ctx, revision.blueprintId);
  const assumed = usage === null ? own : overridden(own, readUsageArgument(usage));
  const order = { revisionId: revision.id, usage: assumed, usageHash: usageHash(assumed), content: () => contentOf(ctx, revision.id) };
  if (usage !== null) return viewOf(await ctx.estimator.estimate(order));
  const kept = await ctx.loaders.estimates.load(revision.id);
  if (kept && kept.pricing === ctx.pricing && kept.usageHash === order.usageHash) return viewOfRecord(ctx, kept);
  const make = async () => newEstimate(ctx, revision, order.usageHash, await ctx.estimator.estimate(order));
  return viewOf(await ctx.loaders.newEstimates.load({ id: revision.id, make }));
}

async function contentOf(ctx: Pick<Context, 'loaders'>, revisionId: string): Promise<BlueprintContent> {
  const revision = await ctx.loaders.revisions.load(revisionId);
  if (!revision) throw notFound();
  return revision.content;
}

/** Estimates a new revision before anybody asks. */
export async function estimateRevised(services: Services, event: DomainEvent<'blueprint.revised'>, consumer: string): Promise<void> {
  const { revisionId, blueprintId } = event.data;
  const organizationId = event.organizationid;
  const call = { viewer: serviceViewer(organizationId), requestId: newId() };
  const usage = (await services.store.usages.byBlueprints([blueprintId])).get(blueprintId)?.usage ?? emptyUsage;
  const content = async (): Promise<BlueprintContent> => {
    const revision = (await services.blueprints.revisions([revisionId], call)).get(revisionId);
    if (!revision) throw notFound();
    return revision.content;
  };
  const cost = await services.estimator.estimate({ revisionId, usage, usageHash: usageHash(usage), content });
  await services.store.transaction(async (tx) => {
    if (!(await tx.consume(consumer, event))) return;
    await tx.estimates.replace([newEstimate(services, { id: revisionId, organizationId, blueprintId }, usageHash(usage), cost)]);
  });
}
