import type { Analysis } from '#domain/blueprint/analyse';
import { analysisVersion, isValid } from '#domain/blueprint/analyse';
import type { BlueprintContent } from '#domain/blueprint/content';
import { userFault, type UserFault } from '#domain/fault';
import type { JsonObject } from '#domain/json';
import { isSlug, normalizeName } from '#domain/name';
import { fail, ok, type Result } from '#domain/result';
import { isStorable } from '#domain/text';
import { authorize } from '#platform/authorize';
import { isId, newId } from '#platform/identifier';
import { onceByKey } from '#platform/once';
import type { Page, PageRequest } from '#platform/page';
import type { Context } from '../context';
import type { BlueprintFilter, BlueprintRecord } from '../store/blueprint';
import type { ProjectRecord } from '../store/project';
import type { RevisionRecord } from '../store/revision';
import type { StoreTransaction } from '../store/store';
import { insertWithSlug, slugTaken } from './slug';

export interface Revised {
  id: string;
  blueprint: BlueprintRecord;
  revision: RevisionRecord;
}

/** A design as it is about to be saved, with all that follows from it. */
export interface Draft {
  content: BlueprintContent;
  contentHash: string;
  analysis: Analysis;
}

export async function findBlueprint(ctx: Pick<Context, 'viewer' | 'loaders'>, id: string): Promise<BlueprintRecord> {
  return authorize(ctx.viewer, 'blueprint:read', isId(id) ? await ctx.loaders.blueprints.load(id) : null);
}

export function listBlueprints(
  ctx: Pick<Context, 'viewer' | 'store'>,
  within: { organizationId: string; projectId?: string },
  filter: BlueprintFilter,
  request: PageRequest,
): Promise<Page<BlueprintRecord>> {
  authorize(ctx.viewer, 'blueprint:read', within);
  return ctx.store.blueprints.list(
    within.projectId ? { projectId: within.projectId } : { organizationId: within.organizationId },
    filter,
    request,
  );
}

export interface CreateBlueprint {
  projectId: string;
  name: string;
  slug?: string | null;
  description?: string | null;
  labels?: JsonObject | null;
  message?: string | null;
  idempotencyKey?: string | null;
}

function checkTexts(input: {
  name?: string;
  slug?: string | null;
  description?: string | null;
  message?: string | null;
  labels?: unknown;
}): UserFault[] {
  const faults: UserFault[] = [];
  const check = (good: boolean, field: string, message: string): void => {
    if (!good) faults.push(userFault('INVALID_INPUT', message, ['input', field]));
  };
  if (input.name !== undefined)
    check(normalizeName(input.name) !== null, 'name', 'A name has 1 to 200 characters and no control characters.');
  if (input.slug) check(isSlug(input.slug), 'slug', 'A slug has up to 63 lower case letters, digits and inner dashes.');
  for (const field of ['description', 'message'] as const) {
    const text = input[field];
    if (text) check(text.length <= 10_000 && isStorable(text), field, `The ${field} has at most 10,000 characters and no NUL.`);
  }
  if (input.labels) check(isLabels(input.labels), 'labels', 'Labels are an object of at most 50 texts of up to 256 characters.');
  return faults;
}

const isLabels = (labels: unknown): boolean =>
  typeof labels === 'object' &&
  !Array.isArray(labels) &&
  Object.entries(labels as object).length <= 50 &&
  Object.entries(labels as object).every(
    ([key, value]) => typeof value === 'string' && value.length <= 256 && key.length <= 128 && isStorable(key) && isStorable(value),
  );

/** Creates a blueprint with its revision 1. A draft with findings is saved all the same. */
export async function createBlueprint(
  ctx: Context,
  project: ProjectRecord,
  input: CreateBlueprint,
  draft: Draft,
  operation = 'createBlueprint',
): Promise<Result<Revised, UserFault[]>> {
  const faults = checkTexts(input);
  if (faults.length) return fail(faults);
  const name = normalizeName(input.name)!;
  return onceByKey(
    ctx,
    { organizationId: project.organizationId, operation, input: { ...input, contentHash: draft.contentHash } as CreateBlueprint },
    {
      async first(tx) {
        const now = ctx.now();
        const id = newId();
        const revision = newRevision(
          ctx,
          { id, organizationId: project.organizationId, projectId: project.id },
          1,
          input.message ?? null,
          draft,
        );
        const record: Omit<BlueprintRecord, 'slug'> = {
          id,
          organizationId: project.organizationId,
          projectId: project.id,
          name,
          description: input.description ?? null,
          labels: input.labels ?? {},
          provider: draft.content.provider,
          headNumber: 1,
          headId: revision.id,
          createdAt: now,
          updatedAt: now,
          archivedAt: null,
        };
        const insert = async (slug: string): Promise<BlueprintRecord | null> =>
          (await tx.blueprints.insert({ ...record, slug })) ? { ...record, slug } : null;
        const blueprint = input.slug
          ? await insert(input.slug)
          : await insertWithSlug(name, { insert, taken: (slug) => tx.blueprints.slugsLike(project.id, slug) });
        if (!blueprint) return fail([slugTaken({ ...input, name }, 'project')]);
        await saveRevision(tx, revision, draft);
        return ok({ id: revision.id, blueprint, revision });
      },
      repeat: readRevised,
    },
  );
}

export interface ReviseBlueprint {
  blueprintId: string;
  expectedRevision: number;
  message?: string | null;
  idempotencyKey?: string | null;
}

/** Adds a revision behind the one that the caller has seen. */
export async function reviseBlueprint(
  ctx: Context,
  blueprint: BlueprintRecord,
  input: ReviseBlueprint,
  draft: Draft,
  operation = 'reviseBlueprint',
): Promise<Result<Revised, UserFault[]>> {
  const faults = checkTexts(input);
  if (faults.length) return fail(faults);
  return onceByKey(
    ctx,
    { organizationId: blueprint.organizationId, operation, input: { ...input, contentHash: draft.contentHash } as ReviseBlueprint },
    {
      async first(tx) {
        const revision = newRevision(ctx, blueprint, input.expectedRevision + 1, input.message ?? null, draft);
        const head = { id: revision.id, number: revision.number, provider: revision.provider, at: revision.createdAt };
        if (!(await tx.blueprints.advance(blueprint.id, input.expectedRevision, head))) {
          const [now] = await tx.blueprints.byIds([blueprint.id]);
          return fail([
            userFault('REVISION_CONFLICT', `The head is revision ${now!.headNumber}, not ${input.expectedRevision}.`, [
              'input',
              'expectedRevision',
            ]),
          ]);
        }
        await saveRevision(tx, revision, draft);
        return readRevised(tx, revision.id).then(ok);
      },
      repeat: readRevised,
    },
  );
}

async function readRevised(tx: StoreTransaction, revisionId: string): Promise<Revised> {
  const [revision] = await tx.revisions.byIds([revisionId]);
  const [blueprint] = await tx.blueprints.byIds([revision!.blueprintId]);
  return { id: revisionId, blueprint: blueprint!, revision: revision! };
}

function newRevision(
  ctx: Context,
  of: Pick<BlueprintRecord, 'id' | 'organizationId' | 'projectId'>,
  number: number,
  message: string | null,
  draft: Draft,
): RevisionRecord {
  const { provider, region } = draft.content;
  return {
    id: newId(),
    organizationId: of.organizationId,
    projectId: of.projectId,
    blueprintId: of.id,
    number,
    message,
    createdById: ctx.viewer.userId,
    createdAt: ctx.now(),
    contentHash: draft.contentHash,
    provider,
    region,
    valid: isValid(draft.analysis.findings),
  };
}

async function saveRevision(tx: StoreTransaction, revision: RevisionRecord, draft: Draft): Promise<void> {
  await tx.revisions.insert({ ...revision, content: draft.content, analysis: draft.analysis, analysisOf: analysisVersion });
  const { id: revisionId, blueprintId, projectId, number } = revision;
  await tx.announce({
    type: 'blueprint.revised',
    organizationId: revision.organizationId,
    subject: blueprintId,
    data: { blueprintId, projectId, revisionId, number },
  });
}

export async function archiveBlueprint(ctx: Context, blueprintId: string, archived: boolean): Promise<BlueprintRecord> {
  const { id } = authorize(ctx.viewer, 'blueprint:write', isId(blueprintId) ? await ctx.loaders.blueprints.load(blueprintId) : null);
  const now = ctx.now();
  await ctx.store.blueprints.archive(id, archived ? now : null, now);
  ctx.loaders.blueprints.clear(id);
  return (await ctx.loaders.blueprints.load(id))!;
}
