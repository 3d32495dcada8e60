import type { UserFault } from '#domain/fault';
import type { Result } from '#domain/result';
import { authorize } from '#platform/authorize';
import { isId } from '#platform/identifier';
import type { Context } from '../context';
import { createBlueprint, reviseBlueprint, type CreateBlueprint, type ReviseBlueprint, type Revised } from './blueprint';
import { draftOf } from './draft';

/** Creates a blueprint from a design in the shape of BlueprintContentInput. */
export async function createBlueprintOf(
  ctx: Context,
  { content, ...input }: CreateBlueprint & { content: unknown },
): Promise<Result<Revised, UserFault[]>> {
  const project = authorize(ctx.viewer, 'blueprint:write', isId(input.projectId) ? await ctx.loaders.projects.load(input.projectId) : null);
  const draft = await draftOf(ctx, content);
  return draft.ok ? createBlueprint(ctx, project, input, draft.value) : draft;
}

/** Adds a revision with a design in the shape of BlueprintContentInput. */
export async function reviseBlueprintOf(
  ctx: Context,
  { content, ...input }: ReviseBlueprint & { content: unknown },
): Promise<Result<Revised, UserFault[]>> {
  const blueprint = authorize(
    ctx.viewer,
    'blueprint:write',
    isId(input.blueprintId) ? await ctx.loaders.blueprints.load(input.blueprintId) : null,
  );
  const draft = await draftOf(ctx, content);
  return draft.ok ? reviseBlueprint(ctx, blueprint, input, draft.value) : draft;
}
