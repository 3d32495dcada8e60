import { userFault, type UserFault } from '#domain/fault';
import { isSlug, normalizeName } from '#domain/name';
import { fail, ok, type Result } from '#domain/result';
import { authorize } from '#platform/authorize';
import { isId, newId } from '#platform/identifier';
import { onceByKey } from '#platform/once';
import type { Page, PageRequest } from '#platform/page';
import type { Context } from '../context';
import type { ProjectRecord } from '../store/project';
import { insertWithSlug, slugTaken } from './slug';

export interface CreateProject {
  organizationId: string;
  name: string;
  slug?: string | null;
  idempotencyKey?: string | null;
}

export async function findProject(ctx: Pick<Context, 'viewer' | 'loaders'>, id: string): Promise<ProjectRecord> {
  return authorize(ctx.viewer, 'blueprint:read', isId(id) ? await ctx.loaders.projects.load(id) : null);
}

export function listProjects(
  ctx: Pick<Context, 'viewer' | 'store'>,
  organizationId: string,
  request: PageRequest,
): Promise<Page<ProjectRecord>> {
  authorize(ctx.viewer, 'blueprint:read', { organizationId });
  return ctx.store.projects.ofOrganization(organizationId, request);
}

export async function createProject(ctx: Context, input: CreateProject): Promise<Result<ProjectRecord, UserFault[]>> {
  const { organizationId } = authorize(ctx.viewer, 'blueprint:write', { organizationId: input.organizationId });
  const name = normalizeName(input.name);
  if (!name) return fail([userFault('INVALID_INPUT', 'A name has 1 to 200 characters and no control characters.', ['input', 'name'])]);
  if (input.slug && !isSlug(input.slug))
    return fail([userFault('INVALID_INPUT', 'A slug has up to 63 lower case letters, digits and inner dashes.', ['input', 'slug'])]);
  return onceByKey(
    ctx,
    { organizationId, operation: 'createProject', input },
    {
      async first(tx) {
        const insert = async (slug: string): Promise<ProjectRecord | null> => {
          const project = { id: newId(), organizationId, slug, name, createdAt: ctx.now() };
          return (await tx.projects.insert(project)) ? project : null;
        };
        const made = input.slug
          ? await insert(input.slug)
          : await insertWithSlug(name, { insert, taken: (slug) => tx.projects.slugsLike(organizationId, slug) });
        return made ? ok(made) : fail([slugTaken(input, 'organisation')]);
      },
      repeat: async (tx, id) => (await tx.projects.byIds([id]))[0]!,
    },
  );
}
