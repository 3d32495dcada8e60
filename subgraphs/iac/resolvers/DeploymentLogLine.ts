import { encodeCursor } from '#platform/page';
import type { DeploymentLogLineResolvers } from '../generated/resolvers';

export const DeploymentLogLine: DeploymentLogLineResolvers = { cursor: (line) => encodeCursor([String(line.position)]) };
