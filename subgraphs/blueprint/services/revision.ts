import { analysisVersion, type Analysis } from '#domain/blueprint/analyse';
import {
  resourceAddress,
  type ComponentSpec,
  type BlueprintContent,
  type CloudProvider,
  type ResourceSpec,
} from '#domain/blueprint/content';
import { diffContent, type ContentDiff } from '#domain/blueprint/diff';
import { lowerDesign } from '#domain/component/lower';
import { authorize } from '#platform/authorize';
import { Denial, notFound } from '#platform/denial';
import { isId } from '#platform/identifier';
import type { Page, PageRequest } from '#platform/page';
import type { Context } from '../context';
import type { BlueprintRecord } from '../store/blueprint';
import type { RevisionRecord } from '../store/revision';

export async function findRevision(ctx: Pick<Context, 'viewer' | 'loaders'>, id: string): Promise<RevisionRecord> {
  return authorize(ctx.viewer, 'blueprint:read', isId(id) ? await ctx.loaders.revisions.load(id) : null);
}

export async function revisionByNumber(
  ctx: Pick<Context, 'viewer' | 'store'>,
  blueprint: BlueprintRecord,
  number: number,
): Promise<RevisionRecord | null> {
  authorize(ctx.viewer, 'blueprint:read', blueprint);
  return ctx.store.revisions.byNumber(blueprint.id, number);
}

export function listRevisions(
  ctx: Pick<Context, 'viewer' | 'store'>,
  blueprint: BlueprintRecord,
  request: PageRequest,
): Promise<Page<RevisionRecord>> {
  authorize(ctx.viewer, 'blueprint:read', blueprint);
  return ctx.store.revisions.ofBlueprint(blueprint.id, request);
}

export async function contentOf(ctx: Pick<Context, 'loaders'>, revision: RevisionRecord): Promise<BlueprintContent> {
  const content = await ctx.loaders.contents.load(revision.id);
  if (!content) throw notFound();
  return content;
}

/** Findings and graph as they were saved, made anew when an older version of the analysis made them. */
export async function analysisOf(ctx: Pick<Context, 'loaders' | 'work'>, revision: RevisionRecord): Promise<Analysis> {
  const saved = await ctx.loaders.analyses.load(revision.id);
  if (saved?.analysisOf === analysisVersion) return saved.analysis;
  return (await ctx.work.analyse(await contentOf(ctx, revision))).analysis;
}

const providerOfType = (type: string, fallback: CloudProvider): CloudProvider =>
  type.startsWith('aws_') ? 'AWS' : type.startsWith('azurerm_') ? 'AZURE' : type.startsWith('google_') ? 'GCP' : fallback;

/** A native resource, with the component that it was lowered from; null: authored. */
export type RevisionResource = ResourceSpec & { provider: CloudProvider; component: string | null };

/** All native resources, authored and lowered ones, in address order. */
export async function resourcesOf(ctx: Pick<Context, 'loaders'>, revision: RevisionRecord): Promise<RevisionResource[]> {
  const { content, componentOf } = lowerDesign(await contentOf(ctx, revision));
  return content.resources
    .map((resource) => ({
      ...resource,
      provider: providerOfType(resource.type, revision.provider),
      component: componentOf.get(resourceAddress(resource)) ?? null,
    }))
    .sort((one, other) => (resourceAddress(one) < resourceAddress(other) ? -1 : 1));
}

export type RevisionComponent = ComponentSpec & { provider: CloudProvider; resources: string[] };

/** Components with the addresses of what they lower to, in the order in which they were written. */
export async function componentsOf(ctx: Pick<Context, 'loaders'>, revision: RevisionRecord): Promise<RevisionComponent[]> {
  const content = await contentOf(ctx, revision);
  const addresses = new Map<string, string[]>();
  for (const [address, component] of lowerDesign(content).componentOf)
    addresses.set(component, [...(addresses.get(component) ?? []), address]);
  return content.components.map((component) => ({
    ...component,
    provider: component.provider ?? revision.provider,
    resources: (addresses.get(component.name) ?? []).sort(),
  }));
}

/** Against an earlier revision of the same blueprint, by default the one before; the first is compared with nothing. */
export async function diffOf(ctx: Context, revision: RevisionRecord, againstRevision: number | null): Promise<ContentDiff> {
  const number = againstRevision ?? revision.number - 1;
  if (againstRevision !== null && (againstRevision < 1 || againstRevision > revision.number))
    throw new Denial('BAD_USER_INPUT', 'againstRevision is not an earlier revision.', { argument: 'againstRevision' });
  const content = await contentOf(ctx, revision);
  if (number < 1)
    return diffContent({ ...content, components: [], resources: [], dataSources: [] }, lowerDesign(content).content, ctx.catalog());
  const before = await ctx.store.revisions.byNumber(revision.blueprintId, number);
  if (!before) throw notFound();
  return diffContent(lowerDesign(await contentOf(ctx, before)).content, lowerDesign(content).content, ctx.catalog());
}
