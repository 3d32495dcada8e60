import { describe, expect, it } from '@jest/globals';
import { createWakeUp } from '#platform/events/wake-up';
import { DatabaseFault } from '#platform/database/fault';
import type { Store } from '../store/store';
import type { Bell } from '../event-feed';
import { followLog } from './follow-log';
import { logCursor } from './log-cursor';

const filter = { type: 'deployment.status-changed', organizationId: 'organization' } as const;

/** A log in memory; `rows` are its positions that the filter lets through. */
function memory({ rows = [] as bigint[], purgedThrough = 0n } = {}) {
  const bell = createWakeUp();
  const state = { rows, purgedThrough, openBells: 0, failures: 0 };
  const head = (): bigint => state.rows.at(-1) ?? 0n;
  const log = {
    head: async () => head(),
    bounds: async () => ({ head: head(), purgedThrough: state.purgedThrough }),
    async page(_filter: unknown, after: bigint, limit: number) {
      if (state.failures-- > 0) throw new DatabaseFault('DATABASE_UNAVAILABLE', 'gone', { retryable: true });
      const events = state.rows
        .filter((position) => position > after)
        .slice(0, limit)
        .map((position) => ({ position }));
      const hasMore = events.length === limit;
      return { events, hasMore, readThrough: hasMore ? events.at(-1)!.position : head(), purgedThrough: state.purgedThrough };
    },
  };
  const feed = {
    bellOf(): Bell {
      state.openBells += 1;
      return { wait: (ms, signal) => bell.wait(ms, signal), stop: () => void (state.openBells -= 1) };
    },
    stop: async () => undefined,
  };
  const append = (...positions: bigint[]): void => {
    state.rows.push(...positions);
    bell.wake();
  };
  return { state, append, ctx: { store: { log } as unknown as Store, feed } };
}

const follow = (ctx: ReturnType<typeof memory>['ctx'], after: string | null): Promise<AsyncIterableIterator<bigint>> =>
  followLog(ctx, filter, after, (events) => events.map((event) => event.position));

async function take(stream: AsyncIterableIterator<bigint>, count: number): Promise<bigint[]> {
  const taken: bigint[] = [];
  while (taken.length < count) taken.push((await stream.next()).value as bigint);
  return taken;
}

describe('following the log', () => {
  it('replays from behind the cursor in pages and goes on live without a gap or a repetition', async () => {
    const { ctx, append } = memory({ rows: Array.from({ length: 250 }, (_, at) => BigInt(at + 1)) });
    const stream = await follow(ctx, logCursor(10n));
    const replayed = await take(stream, 240);
    const live = take(stream, 3);
    append(251n, 255n);
    append(256n);
    expect([...replayed, ...(await live)]).toEqual([...Array.from({ length: 241 }, (_, at) => BigInt(at + 11)), 255n, 256n]);
  });

  it('delivers without a cursor only what comes after the subscription, even before the first pull', async () => {
    const { ctx, append } = memory({ rows: [1n, 2n] });
    const stream = await follow(ctx, null);
    append(3n);
    expect(await take(stream, 1)).toEqual([3n]);
  });

  it('ends at once and gives its bell back when it is ended while it waits', async () => {
    const { ctx, state } = memory({ rows: [1n] });
    const stream = await follow(ctx, null);
    const next = stream.next();
    await stream.return!();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(state.openBells).toBe(0);
  });

  it('refuses a cursor whose followers were deleted, and one from behind the newest event', async () => {
    const { ctx } = memory({ rows: [8n, 9n], purgedThrough: 7n });
    await expect(follow(ctx, logCursor(6n))).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
    await expect(follow(ctx, logCursor(10n))).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
    expect(await take(await follow(ctx, logCursor(7n)), 2)).toEqual([8n, 9n]);
  });

  it('fails rather than skips when retention overtakes a slow reader', async () => {
    const { ctx, state, append } = memory({ rows: [1n, 2n] });
    const stream = await follow(ctx, logCursor(1n));
    await take(stream, 1);
    Object.assign(state, { rows: [9n], purgedThrough: 8n });
    append();
    await expect(stream.next()).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' });
    expect(state.openBells).toBe(0);
  });

  it('rides out a database that is away for a moment', async () => {
    const { ctx, state, append } = memory();
    const stream = await follow(ctx, null);
    state.failures = 2;
    append(1n);
    expect(await take(stream, 1)).toEqual([1n]);
  });
});
