import type { PolicyFailureResolvers } from '../generated/resolvers';
import { policyOf } from '../services/policy';

export const PolicyFailure: PolicyFailureResolvers = {
  policy: ({ policyId, evaluation }) => policyOf(policyId, evaluation.organizationId),
};
