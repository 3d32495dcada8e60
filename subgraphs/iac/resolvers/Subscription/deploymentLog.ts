import { Denial } from '#platform/denial';
import { readPage } from '#platform/page';
import type { SubscriptionResolvers } from '../../generated/resolvers';
import { followLog } from '../../services/log-stream';
import type { LogLine } from '../../store/log-line';

export const deploymentLog: SubscriptionResolvers['deploymentLog'] = {
  subscribe: async (_parent, { deploymentId, after }, ctx) => {
    const position = Number(readPage({ after }).after?.[0] ?? 0);
    if (!Number.isSafeInteger(position) || position < 0)
      throw new Denial('BAD_USER_INPUT', 'after is not a cursor of this log.', { argument: 'after' });
    return (await followLog(ctx, deploymentId, position)) as unknown as AsyncIterable<never>;
  },
  resolve: (line: unknown) => line as LogLine,
};
