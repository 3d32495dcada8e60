import type { UndecidedResolvers } from '../generated/resolvers';
import { policyOf } from '../services/policy';

export const Undecided: UndecidedResolvers = {
  policy: ({ policyId, evaluation }) => policyOf(policyId, evaluation.organizationId),
  reason: ({ message }) => message,
};
