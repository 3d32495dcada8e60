import { notAvailableYet } from '#platform/denial';
import type { EnvironmentHealthResolvers } from '../generated/resolvers';

export const EnvironmentHealth: EnvironmentHealthResolvers = {
  lastDeployment: (health) => (health.lastDeploymentId ? { id: health.lastDeploymentId } : null),
  overBudget: notAvailableYet,
};
