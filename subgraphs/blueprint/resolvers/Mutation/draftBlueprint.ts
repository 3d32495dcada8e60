import { isValid } from '#domain/blueprint/analyse';
import type { Json } from '#domain/json';
import type { MutationResolvers } from '../../generated/resolvers';
import { draftFromPrompt } from '../../services/drafting';

export const draftBlueprint: MutationResolvers['draftBlueprint'] = async (_parent, { input }, ctx) => {
  const result = await draftFromPrompt(ctx, input);
  if (!result.ok) return { content: null, validation: null, source: 'TEMPLATE', explanation: null, userErrors: result.fault };
  const { content, findings, explanation } = result.value;
  return {
    content: content as unknown as Json,
    validation: { valid: isValid(findings), findings },
    source: 'TEMPLATE',
    explanation,
    userErrors: [],
  };
};
