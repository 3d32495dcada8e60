import type { MutationResolvers } from '../../generated/resolvers';
import { revokeExemption as revoke } from '../../services/exemption';
import { exemptionPayload } from '../exemption-payload';

export const revokeExemption: MutationResolvers['revokeExemption'] = async (_parent, { input }, ctx) =>
  exemptionPayload(await revoke(ctx, input.exemptionId));
