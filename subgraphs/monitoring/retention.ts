import type { Logger } from '#platform/database/logger';
import type { Running } from '#platform/lifecycle';
import type { Store } from './store/store';

const everyMs = 3_600_000;
const batch = 5_000;

/** Deletes events that are older than they have to be kept, now and every hour, in steps that lock nobody out. */
export function startRetention({ store, days, log }: { store: Store; days: number; log: Logger }): Running {
  let stopped = false;
  let purging = Promise.resolve();

  async function purge(): Promise<void> {
    const before = new Date(Date.now() - days * 86_400_000);
    let deleted = 0;
    for (let last = batch; last === batch && !stopped; deleted += last) last = await store.log.purge(before, batch);
    if (deleted) log.info({ deleted }, 'old events deleted');
  }
  const run = (): void => {
    purging = purge().catch((err: unknown) => log.warn({ err }, 'old events could not be deleted'));
  };
  const timer = setInterval(run, everyMs).unref();
  run();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await purging;
    },
  };
}
