import type { DatabasePool } from '../database/pool';
import { executeQuery } from '../database/query';
import type { Running } from '../lifecycle';

/** Rows that are of no use any more once they are older than this. */
export interface Expiry {
  table: string;
  /** A timestamp column. */
  column: string;
  seconds: number;
}

const everyMs = 3_600_000;

/** Idempotency keys are promised for a day. */
export const idempotencyExpiry: Expiry = { table: 'idempotency_key', column: 'created_at', seconds: 24 * 3_600 };

/** Deletes what has expired, now and then every hour; a failure is logged and tried again in an hour. */
export function startHousekeeping(pool: DatabasePool, expiries: readonly Expiry[]): Running {
  const sweep = async (): Promise<void> => {
    for (const { table, column, seconds } of expiries) {
      await executeQuery(pool, `DELETE FROM "${table}" WHERE "${column}" < now() - make_interval(secs => $1)`, [seconds], {
        idempotent: true,
      });
    }
  };
  let sweeping = Promise.resolve();
  const run = (): void => {
    sweeping = sweep().catch((err: unknown) => pool.logger.warn({ err }, 'expired rows could not be deleted'));
  };
  run();
  const timer = setInterval(run, everyMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await sweeping;
    },
  };
}
