import { describe, expect, it } from '@jest/globals';
import { backoffDelay, pause } from './backoff';

describe('backoffDelay', () => {
  it('doubles from the base and stops at the bound', () => {
    const delays = [1, 2, 3, 4, 5, 60].map((attempt) => backoffDelay(attempt, { baseMs: 100, maxMs: 1_000, random: () => 1 }));
    expect(delays).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  it('spreads between half and the whole of the delay', () => {
    expect(backoffDelay(1, { baseMs: 100, maxMs: 1_000, random: () => 0 })).toBe(50);
  });
});

describe('pause', () => {
  it('ends early and says so when the signal aborts', async () => {
    const stop = new AbortController();
    const paused = pause(60_000, stop.signal);
    stop.abort();
    expect(await paused).toBe(false);
  });
});
