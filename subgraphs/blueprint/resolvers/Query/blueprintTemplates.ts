import { designTemplates } from '#domain/component/template-registry';
import { requireViewer } from '#platform/authorize';
import { arrayConnection } from '#platform/page';
import type { QueryResolvers } from '../../generated/resolvers';

export const blueprintTemplates: QueryResolvers['blueprintTemplates'] = (_parent, args, ctx) => {
  requireViewer(ctx.viewer);
  return arrayConnection(designTemplates, args);
};
