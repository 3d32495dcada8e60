import type { ExemptionResolvers } from '../generated/resolvers';
import { policyOf } from '../services/policy';

export const Exemption: ExemptionResolvers = {
  policy: ({ policyId, organizationId }) => policyOf(policyId, organizationId),
  organization: ({ organizationId }) => ({ id: organizationId }),
  grantedBy: ({ grantedById }) => ({ id: grantedById }),
};
