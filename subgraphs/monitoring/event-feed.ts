import type { Listener } from '#platform/database/listen';
import { throttled, type Logger } from '#platform/database/logger';
import { createWakeUp, type WakeUp } from '#platform/events/wake-up';
import type { Running } from '#platform/lifecycle';
import { LOG_CHANNEL } from './store/log';

/** Wakes one reader of the log when its organisation has something new. */
export interface Bell extends Pick<WakeUp, 'wait'> {
  stop(): void;
}

/** One listener and one poll for all readers of the log in this process. */
export interface EventFeed extends Running {
  /** What is appended after this will ring. */
  bellOf(organizationId: string): Bell;
}

export interface EventFeedOptions {
  listener: Listener;
  /** Position of the newest event. */
  head: () => Promise<bigint>;
  log: Logger;
  pollMs?: number;
}

/**
 * Rings on NOTIFY. A slow poll of the log's head makes up for lost notifications: only when one is missing does it ring
 * everybody, so that thousands of readers ask the database no more than they have to.
 */
export async function startEventFeed({ listener, head, log, pollMs = 2_000 }: EventFeedOptions): Promise<EventFeed> {
  const bells = new Map<string, Set<WakeUp>>();
  const warn = throttled((fields, message) => log.warn(fields, message));
  let notified = 0n;
  let polled = 0n;

  const ring = (organizationId: string): void => bells.get(organizationId)?.forEach((bell) => bell.wake());
  const ringAll = (): void => [...bells.keys()].forEach(ring);

  const unlisten = await listener.listen(LOG_CHANNEL, (payload) => {
    const [position, organizationId] = payload.split(' ');
    // Empty: the connection was lost and is back.
    if (!position || !organizationId) return ringAll();
    if (BigInt(position) > notified) notified = BigInt(position);
    ring(organizationId);
  });

  /** A position that was there at the last poll has been notified by now, or its notification is lost. */
  async function poll(): Promise<void> {
    if (bells.size === 0) return;
    const previous = polled;
    polled = await head();
    if (previous > notified) {
      notified = previous;
      ringAll();
    }
  }
  const timer = setInterval(
    () => void poll().catch((err: unknown) => warn({ err }, 'the head of the log could not be read')),
    pollMs,
  ).unref();

  return {
    bellOf(organizationId) {
      const bell = createWakeUp();
      const others = bells.get(organizationId) ?? new Set();
      bells.set(organizationId, others.add(bell));
      return {
        wait: (ms, signal) => bell.wait(ms, signal),
        stop() {
          others.delete(bell);
          if (others.size === 0 && bells.get(organizationId) === others) bells.delete(organizationId);
        },
      };
    },
    async stop() {
      clearInterval(timer);
      await unlisten();
    },
  };
}
