import { describe, expect, it } from '@jest/globals';
import { formatRelative } from './time';

describe('relative time', () => {
  const now = Date.parse('2026-03-10T12:00:00.000Z');

  it('uses the largest unit that fits', () => {
    const spoken = (at: string) => formatRelative(at, now, 'en');
    expect(spoken('2026-03-10T11:57:00.000Z')).toBe('3 minutes ago');
    expect(spoken('2026-03-10T10:01:00.000Z')).toBe('1 hour ago');
    expect(spoken('2026-03-09T11:00:00.000Z')).toBe('yesterday');
    expect(spoken('2025-01-10T11:00:00.000Z')).toBe('last year');
  });

  it('is "just now" for the last minute and for a clock that runs a little ahead', () => {
    expect(formatRelative('2026-03-10T11:59:30.000Z', now, 'en')).toBe('just now');
    expect(formatRelative('2026-03-10T12:00:20.000Z', now, 'en')).toBe('just now');
  });
});
