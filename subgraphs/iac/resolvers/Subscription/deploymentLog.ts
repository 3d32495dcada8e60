import { isOrdinal, readPage } from '#platform/page';
import type { SubscriptionResolvers } from '../../generated/resolvers';
import { followLog } from '../../services/log-stream';
import type { LogLine } from '../../store/log-line';

export const deploymentLog: SubscriptionResolvers['deploymentLog'] = {
  subscribe: async (_parent, { deploymentId, after }, ctx) => {
    const position = Number(readPage({ after }, [isOrdinal]).after?.[0] ?? 0);
    return (await followLog(ctx, deploymentId, position)) as unknown as AsyncIterable<never>;
  },
  resolve: (line: unknown) => line as LogLine,
};
