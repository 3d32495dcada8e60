import { setTimeout as wait } from 'node:timers/promises';

export interface Backoff {
  /** Delay before the second attempt, milliseconds. */
  baseMs: number;
  /** Upper bound of one delay, milliseconds. */
  maxMs: number;
  /** 0..1; an argument so that tests can fix it. */
  random?: () => number;
}

/**
 * The delay after failed attempt `attempt` (counted from 1): doubles each time, bounded, and spread over 50-100 % so that
 * clients which failed together do not come back together.
 */
export function backoffDelay(attempt: number, { baseMs, maxMs, random = Math.random }: Backoff): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceiling * (0.5 + random() / 2));
}

/** Waits `ms`, or until the signal aborts; says whether the time passed in full. Never rejects for the abort. */
export async function pause(ms: number, signal?: AbortSignal): Promise<boolean> {
  try {
    await wait(ms, undefined, { signal });
    return true;
  } catch (error) {
    if (signal?.aborted) return false;
    throw error;
  }
}
