import type { MutationResolvers } from '../../generated/resolvers';
import { grantExemption as grant } from '../../services/exemption';
import { exemptionPayload } from '../exemption-payload';

export const grantExemption: MutationResolvers['grantExemption'] = async (_parent, { input }, ctx) =>
  exemptionPayload(await grant(ctx, input));
