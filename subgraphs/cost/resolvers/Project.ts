import { notAvailableYet } from '#platform/denial';
import type { ProjectResolvers } from '../generated/resolvers';

export const Project: ProjectResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  budget: notAvailableYet,
};
