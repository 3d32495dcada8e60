import type { Analysis } from '#domain/blueprint/analyse';
import type { BlueprintContent, CloudProvider } from '#domain/blueprint/content';
import { isRegion } from '#domain/catalog/regions';
import { closestTemplate } from '#domain/component/closest-template';
import { regionOn } from '#domain/component/region-equivalents';
import { userFault, type UserFault } from '#domain/fault';
import { fail, ok, type Result } from '#domain/result';
import { isStorable } from '#domain/text';
import { authorize } from '#platform/authorize';
import { isId } from '#platform/identifier';
import type { Context } from '../context';

export interface DraftBlueprint {
  projectId: string;
  prompt: string;
  provider?: CloudProvider | null;
  region?: string | null;
}

export interface Drafted {
  content: BlueprintContent;
  findings: Analysis['findings'];
  explanation: string;
}

const longestPrompt = 4_000;

/** A design from a sentence: the closest template, in the cloud and region that are asked for. Nothing is saved. */
export async function draftFromPrompt(ctx: Context, input: DraftBlueprint): Promise<Result<Drafted, UserFault[]>> {
  authorize(ctx.viewer, 'blueprint:write', isId(input.projectId) ? await ctx.loaders.projects.load(input.projectId) : null);
  const prompt = input.prompt.trim();
  if (!prompt || prompt.length > longestPrompt || !isStorable(prompt))
    return fail([userFault('INVALID_INPUT', `A prompt has 1 to ${longestPrompt} characters.`, ['input', 'prompt'])]);
  const { template, explanation } = closestTemplate(prompt, { provider: input.provider });
  const { provider } = template.content;
  const region = regionOn(provider, input.region ?? template.content.region);
  if (!isRegion(provider, region)) return fail([userFault('INVALID_INPUT', `${provider} has no region "${region}".`, ['input', 'region'])]);
  const content = { ...template.content, region };
  const { analysis } = await ctx.work.analyse(content);
  return ok({ content, findings: analysis.findings, explanation });
}
