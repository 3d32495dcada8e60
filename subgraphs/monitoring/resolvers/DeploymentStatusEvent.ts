import type { DeploymentStatusEventResolvers } from '../generated/resolvers';
import { logCursor } from '../services/log-cursor';

export const DeploymentStatusEvent: DeploymentStatusEventResolvers = {
  cursor: (event) => logCursor(event.position),
  from: (event) => event.payload.from,
  status: (event) => event.payload.to,
  deployment: (event) => ({ id: event.payload.deploymentId }),
};
