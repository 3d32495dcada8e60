import { backoffDelay, pause } from '#platform/database/backoff';
import { databaseFault } from '#platform/database/fault';
import { Denial } from '#platform/denial';
import type { Context } from '../context';
import type { LogFilter, LoggedEvent, LoggedType, LogPage } from '../store/log';
import { positionOf } from './log-cursor';

const pageSize = 100;
/** The feed rings; this is for a bell that broke. */
const idleMs = 60_000;
/** How long a stream survives an unreachable database before its client has to resume it. */
const patienceMs = 60_000;

type Reader = Pick<Context, 'store' | 'feed'>;

/** What a stream delivers for a page of events, in their order. */
export type Shape<T extends LoggedType, R> = (events: LoggedEvent<T>[]) => Promise<R[]> | R[];

/**
 * Events that a filter lets through, from behind a cursor on, or without one from now on: each once, in the order of the
 * log, without a gap. Pages are read on from the last delivered position whenever the feed rings, so replay and live are
 * one thing. The viewer's permission is the caller's business.
 *
 * @throws Denial CURSOR_EXPIRED, BAD_USER_INPUT before the first event
 */
export async function followLog<T extends LoggedType, R>(
  ctx: Reader,
  filter: LogFilter<T>,
  after: string | null,
  shape: Shape<T, R>,
): Promise<AsyncIterableIterator<R>> {
  const start = after === null ? await ctx.store.log.head() : await retained(ctx, filter, positionOf(after));
  const ending = new AbortController();
  return endable(stream(ctx, filter, start, shape, ending.signal), ending);
}

const expired = (): Denial => new Denial('CURSOR_EXPIRED');

async function retained({ store }: Reader, { organizationId, type }: LogFilter, position: bigint): Promise<bigint> {
  const { head, purgedThrough } = await store.log.bounds(organizationId, type);
  // Behind the newest event there is none: such a cursor is of another log, e.g. from before a restore.
  if (position < purgedThrough || position > head) throw expired();
  return position;
}

async function* stream<T extends LoggedType, R>(
  ctx: Reader,
  filter: LogFilter<T>,
  start: bigint,
  shape: Shape<T, R>,
  ending: AbortSignal,
): AsyncGenerator<R> {
  const bell = ctx.feed.bellOf(filter.organizationId);
  try {
    for (let position = start; !ending.aborted;) {
      const page = await readPatiently(() => ctx.store.log.page(filter, position, pageSize), ending);
      if (!page) return;
      if (page.purgedThrough > position) throw expired();
      yield* await shape(page.events);
      position = page.readThrough;
      if (!page.hasMore) await bell.wait(idleMs, ending);
    }
  } finally {
    bell.stop();
  }
}

/** A stream that has delivered nothing yet has no cursor to resume from: it rides out a short failure of the database. */
async function readPatiently<T extends LoggedType>(read: () => Promise<LogPage<T>>, ending: AbortSignal): Promise<LogPage<T> | null> {
  const started = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return ending.aborted ? null : await read();
    } catch (fault) {
      if (!databaseFault(fault)?.details.retryable || performance.now() - started > patienceMs) throw fault;
      await pause(backoffDelay(attempt, { baseMs: 100, maxMs: 2_000 }), ending);
    }
  }
}

/** A generator only hears of its end between two events; this one is also woken while it waits for the next. */
function endable<R>(generator: AsyncGenerator<R>, ending: AbortController): AsyncIterableIterator<R> {
  return {
    next: () => generator.next(),
    return: () => {
      ending.abort();
      return generator.return(undefined);
    },
    throw: (fault: unknown) => {
      ending.abort();
      return generator.throw(fault);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
