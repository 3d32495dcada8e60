import type { BlueprintContent } from '#domain/blueprint/content';
import { normalizeContent } from '#domain/blueprint/normalize-content';
import { userFault, type UserFault } from '#domain/fault';
import { fail, ok, type Result } from '#domain/result';
import type { Context } from '../context';
import type { Draft } from './blueprint';

const mostResources = 20_000;

/** A design as a caller sent it, checked for shape and analysed. */
export async function draftOf(ctx: Pick<Context, 'work'>, content: unknown): Promise<Result<Draft, UserFault[]>> {
  const normal = normalizeContent(content);
  if (!normal.ok) return fail(normal.fault.map((fault) => userFault('INVALID_INPUT', fault.message, ['input', 'content', ...fault.path])));
  const { components, resources, dataSources } = normal.value;
  // Saving a component that is not lowered would be a design that silently lacks its resources.
  if (components.length)
    return fail([userFault('INVALID_INPUT', 'Components are not served yet: use resources.', ['input', 'content', 'components'])]);
  if (resources.length + dataSources.length > mostResources)
    return fail([userFault('INVALID_INPUT', `A blueprint has at most ${mostResources} resources.`, ['input', 'content', 'resources'])]);
  return ok(await analysed(ctx, normal.value));
}

export async function analysed(ctx: Pick<Context, 'work'>, content: BlueprintContent): Promise<Draft> {
  return { content, ...(await ctx.work.analyse(content)) };
}
