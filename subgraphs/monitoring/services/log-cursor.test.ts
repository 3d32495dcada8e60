import { describe, expect, it } from '@jest/globals';
import { logCursor, positionOf } from './log-cursor';

describe('a cursor of the log', () => {
  it('comes back as the position it was made of', () => {
    for (const position of [0n, 1n, 300n, 2n ** 63n - 1n]) expect(positionOf(logCursor(position))).toBe(position);
  });

  it('is refused with BAD_USER_INPUT when it is anything else', () => {
    const encoded = (text: string): string => Buffer.from(text).toString('base64url');
    for (const cursor of [
      '',
      'x',
      encoded('e1:'),
      encoded('e1:-1'),
      encoded('e1:01'),
      encoded('e2:1'),
      encoded('e1:9999999999999999999'),
      `${logCursor(1n)}=`,
      'A'.repeat(5_000),
    ])
      expect(() => positionOf(cursor)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});
