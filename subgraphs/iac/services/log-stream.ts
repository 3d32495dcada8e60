import { isTerminal } from '#domain/deployment/transitions';
import type { Context } from '../context';
import { LOG_CHANNEL, type LogLine } from '../store/log-line';
import { findDeployment } from './deployment';

const pageSize = 100;
const pollMs = 5_000;

/**
 * The log of a run from behind a position on: first what is stored, then what comes, until the run has ended and its last
 * line was delivered. Every line comes once and in order, since each round reads on from the last delivered position.
 *
 * @throws Denial before the first line when the viewer may not see the run
 */
export async function followLog(
  ctx: Pick<Context, 'viewer' | 'loaders' | 'store' | 'listener'>,
  deploymentId: string,
  after: number,
): Promise<AsyncGenerator<LogLine>> {
  const run = await findDeployment(ctx, deploymentId);
  return lines(ctx, run.id, after);
}

async function* lines(
  { store, listener }: Pick<Context, 'store' | 'listener'>,
  deploymentId: string,
  after: number,
): AsyncGenerator<LogLine> {
  let wake: () => void = () => undefined;
  let notified = true;
  const unlisten = await listener.listen(LOG_CHANNEL, (id) => {
    if (id !== deploymentId && id !== '') return;
    notified = true;
    wake();
  });
  try {
    for (let position = after; ;) {
      notified = false;
      const [run] = await store.deployments.byIds([deploymentId]);
      const page = await store.logLines.list(deploymentId, { limit: pageSize, after: [String(position)] });
      for (const line of page.rows) {
        position = line.position;
        yield line;
      }
      if (page.hasNextPage) continue;
      // The state was read before the lines: a run that had ended by then writes no more.
      if (!run || isTerminal(run.status)) return;
      if (!notified) await new Promise<void>((resolve) => void ((wake = resolve), setTimeout(resolve, pollMs).unref()));
    }
  } finally {
    await unlisten();
  }
}
