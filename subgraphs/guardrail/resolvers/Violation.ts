import type { ViolationResolvers } from '../generated/resolvers';
import { exemptionOf, overriddenBy } from '../services/evaluation';
import { policyOf } from '../services/policy';

export const Violation: ViolationResolvers = {
  policy: ({ policyId, evaluation }) => policyOf(policyId, evaluation.organizationId),
  remediation: ({ policyId, evaluation }) => policyOf(policyId, evaluation.organizationId).remediation,
  exemption: (violation, _args, ctx) => exemptionOf(ctx, violation),
  overriddenBy: async (violation, _args, ctx) => {
    const id = await overriddenBy(ctx, violation);
    return id === null ? null : { id };
  },
};
