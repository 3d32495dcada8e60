import { readPage, toConnection } from '#platform/page';
import type { GuardrailEvaluationResolvers } from '../generated/resolvers';
import { failuresOf, findEvaluation, listFindings } from '../services/evaluation';
import { sarifOf } from '../services/sarif';

export const GuardrailEvaluation: GuardrailEvaluationResolvers = {
  __resolveReference: ({ id }, ctx) => findEvaluation(ctx, id),
  policiesEvaluated: ({ policyIds }) => policyIds.length,
  violations: async (evaluation, args, ctx) => {
    const request = readPage(args);
    return toConnection(await listFindings(ctx, evaluation, 'VIOLATION', args.severity ?? null, request), request, ({ position }) => [
      String(position),
    ]);
  },
  undecided: async (evaluation, args, ctx) => {
    const request = readPage(args);
    return toConnection(await listFindings(ctx, evaluation, 'UNDECIDED', null, request), request, ({ position }) => [String(position)]);
  },
  failures: (evaluation, _args, ctx) => failuresOf(ctx, evaluation),
  sarif: (evaluation, _args, ctx) => sarifOf(ctx, evaluation),
};
