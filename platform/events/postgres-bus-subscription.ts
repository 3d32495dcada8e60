import { randomUUID } from 'node:crypto';
import { backoffDelay, pause } from '../database/backoff';
import type { Listener } from '../database/listen';
import { throttled } from '../database/logger';
import type { DatabasePool } from '../database/pool';
import { createGroupCommit } from '../group-commit';
import { MAX_ATTEMPTS, reasonOf, type EventSubscription, type RunningSubscription } from './bus';
import {
  buryDelivery,
  claimDeliveries,
  completeDeliveries,
  releaseLease,
  RENEW_MS,
  renewLease,
  retryDelivery,
  type Delivery,
} from './postgres-bus-deliveries';
import { BUS_CHANNEL } from './postgres-bus-tables';
import { createWakeUp } from './wake-up';

/** Deliveries held at once by one replica. */
const PREFETCH = 32;
const POLL_MS = 2_000;

interface SubscriptionRun extends Pick<EventSubscription, 'consumer' | 'handle'> {
  pool: DatabasePool;
  listener: Listener;
  retryBaseMs: number;
}

/** Claims and handles until stopped; subjects side by side, each in order. */
export async function runPostgresSubscription({
  pool,
  listener,
  consumer,
  handle,
  retryBaseMs,
}: SubscriptionRun): Promise<RunningSubscription> {
  const { service } = pool.settings;
  const warn = throttled((fields, message) => pool.logger.warn({ service, consumer, ...fields }, message));
  const stopping = new AbortController();
  const wakeUp = createWakeUp();
  const unlisten = await listener.listen(BUS_CHANNEL, wakeUp.wake);

  async function fail(delivery: Delivery, lease: string, error: unknown): Promise<void> {
    const attempt = delivery.attempts + 1;
    const fields = { service, consumer, eventId: delivery.envelope.id, type: delivery.envelope.type, attempt, reason: reasonOf(error) };
    if (attempt >= MAX_ATTEMPTS) {
      pool.logger.error(fields, 'event given up, now a dead letter');
      await buryDelivery(pool, consumer, lease, delivery, reasonOf(error));
      return;
    }
    pool.logger.warn(fields, 'event handler failed');
    const delayMs = backoffDelay(attempt, { baseMs: retryBaseMs, maxMs: 60_000 });
    await retryDelivery(pool, consumer, lease, delivery, delayMs);
    // A little late rather than early: the database's clock decides whether it is due.
    setTimeout(wakeUp.wake, delayMs + 5).unref();
  }

  /** Ends the run at a failure that will be tried again: nothing may overtake it. */
  async function handleRun(run: Delivery[], lease: string, complete: (delivery: Delivery) => Promise<void>): Promise<void> {
    for (const delivery of run) {
      if (stopping.signal.aborted) return;
      try {
        await handle(delivery.envelope);
      } catch (error) {
        await fail(delivery, lease, error);
        if (delivery.attempts + 1 < MAX_ATTEMPTS) return;
        continue;
      }
      await complete(delivery);
    }
  }

  async function claimAndHandle(): Promise<number> {
    const lease = randomUUID();
    const deliveries = await claimDeliveries(pool, consumer, lease, PREFETCH);
    if (deliveries.length === 0) return 0;
    const renewal = setInterval(() => {
      renewLease(pool, consumer, lease).catch((error: Error) => warn({ error: error.message }, 'lease not renewed'));
    }, RENEW_MS);
    try {
      // Subjects whose events are done at the same time share the statement that says so.
      const complete = createGroupCommit<Delivery>({ most: PREFETCH, handle: (done) => completeDeliveries(pool, consumer, lease, done) });
      const runs = groupBySubject(deliveries);
      await Promise.all([...runs.values()].map((run) => handleRun(run, lease, complete)));
    } finally {
      clearInterval(renewal);
      await releaseLease(pool, consumer, lease);
    }
    return deliveries.length;
  }

  async function work(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted;) {
      try {
        const handled = await claimAndHandle();
        failures = 0;
        if (handled === 0) await wakeUp.wait(POLL_MS, stopping.signal);
      } catch (error) {
        failures += 1;
        warn({ failures, error: reasonOf(error) }, 'event bus not reachable');
        await pause(backoffDelay(failures, { baseMs: 200, maxMs: 5_000 }), stopping.signal);
      }
    }
  }

  const working = work();
  return {
    async stop() {
      stopping.abort();
      await working;
      await unlisten();
    },
  };
}

function groupBySubject(deliveries: Delivery[]): Map<string, Delivery[]> {
  const runs = new Map<string, Delivery[]>();
  for (const delivery of deliveries) {
    const run = runs.get(delivery.envelope.subject);
    if (run) run.push(delivery);
    else runs.set(delivery.envelope.subject, [delivery]);
  }
  return runs;
}
