import type { BlueprintContent } from '#domain/blueprint/content';
import { normalizeContent } from '#domain/blueprint/normalize-content';
import { userFault, type UserFault } from '#domain/fault';
import { fail, ok, type Result } from '#domain/result';
import type { Context } from '../context';
import type { Draft } from './blueprint';

const mostResources = 20_000;
const mostComponents = 1_000;

/** A design as a caller sent it, checked for shape and analysed. */
export async function draftOf(ctx: Pick<Context, 'work'>, content: unknown): Promise<Result<Draft, UserFault[]>> {
  const normal = normalizeContent(content);
  if (!normal.ok) return fail(normal.fault.map((fault) => userFault('INVALID_INPUT', fault.message, ['input', 'content', ...fault.path])));
  const { components, resources, dataSources } = normal.value;
  if (components.length > mostComponents)
    return fail([userFault('INVALID_INPUT', `A blueprint has at most ${mostComponents} components.`, ['input', 'content', 'components'])]);
  if (resources.length + dataSources.length > mostResources)
    return fail([userFault('INVALID_INPUT', `A blueprint has at most ${mostResources} resources.`, ['input', 'content', 'resources'])]);
  return ok(await analysed(ctx, normal.value));
}

export async function analysed(ctx: Pick<Context, 'work'>, content: BlueprintContent): Promise<Draft> {
  return { content, ...(await ctx.work.analyse(content)) };
}
