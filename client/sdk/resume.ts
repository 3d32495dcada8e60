import { LintelError } from './error';

/** An event that carries the cursor after which the stream can be resumed. */
export interface Resumable {
  cursor: string;
}

/** What the resuming loop is given; time is an argument, so that tests need none. */
export interface ResumeOptions<Event extends Resumable> {
  /** Opens the stream after the cursor (undefined: live only). Ends when the server completes it; throws a LintelError when it breaks. */
  open: (after: string | undefined) => AsyncIterable<Event>;
  /** Cursor to start from. */
  after?: string;
  /** Renews the credential after a refusal; false when there is none to be had. */
  renew: () => Promise<boolean>;
  /** Waits, or returns early when the signal is aborted. */
  wait: (milliseconds: number) => Promise<void>;
  /** Monotonic milliseconds. */
  now: () => number;
  /** Random number in [0, 1), so that many clients do not return at once. */
  random: () => number;
  signal: AbortSignal;
}

const firstDelayMs = 250;
const longestDelayMs = 15_000;
/** A stream that stood this long was healthy: the next failure is a new one. */
const steadyMs = 10_000;
/** A renewed token that is refused within this time is refused for good. */
const renewalMs = 60_000;

/**
 * Follows a stream across broken connections: reopens it after the last cursor seen, with exponential backoff, and
 * leaves out an event that the server delivers a second time. Ends when the server completes the stream or the signal
 * is aborted; throws the LintelError of a failure that waiting does not cure (FORBIDDEN, CURSOR_EXPIRED...).
 */
export async function* resume<Event extends Resumable>(options: ResumeOptions<Event>): AsyncGenerator<Event, void, undefined> {
  const { signal } = options;
  let after = options.after;
  let failures = 0;
  let renewedAt = Number.NEGATIVE_INFINITY;
  let refused: LintelError | undefined;
  while (!signal.aborted) {
    const openedAt = options.now();
    try {
      if (refused) {
        if (options.now() - renewedAt < renewalMs || !(await options.renew())) throw refused;
        renewedAt = options.now();
        refused = undefined;
      }
      for await (const event of options.open(after)) {
        if (signal.aborted) return;
        failures = 0;
        if (event.cursor === after) continue;
        after = event.cursor;
        yield event;
      }
      return;
    } catch (fault) {
      if (signal.aborted) return;
      if (!(fault instanceof LintelError)) throw fault;
      if (fault.code === 'UNAUTHENTICATED' && !refused) {
        refused = fault;
        continue;
      }
      if (!fault.transient) throw fault;
      if (options.now() - openedAt >= steadyMs) failures = 0;
      await options.wait(delayOf(failures, fault, options.random()));
      failures += 1;
    }
  }
}

/** Half of the delay is fixed and half is random. */
function delayOf(failures: number, fault: LintelError, random: number): number {
  if (fault.retryAfterSeconds !== undefined) return fault.retryAfterSeconds * 1000;
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures, 10));
  return ceiling / 2 + (ceiling / 2) * random;
}

/** Waits for a number of milliseconds, or until the signal is aborted. */
export function waitUnlessAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener('abort', finish);
  });
}
