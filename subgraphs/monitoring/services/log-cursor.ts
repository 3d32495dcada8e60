import { Denial } from '#platform/denial';

const largest = 2n ** 63n - 1n;
const shape = /^e1:(0|[1-9]\d{0,18})$/;

/** What clients hold to resume behind an event; its form is nobody's business. */
export const logCursor = (position: bigint): string => Buffer.from(`e1:${position}`).toString('base64url');

/** @throws Denial BAD_USER_INPUT for what is no cursor */
export function positionOf(cursor: string): bigint {
  const digits = cursor.length <= 64 ? shape.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1] : undefined;
  const position = digits === undefined ? -1n : BigInt(digits);
  if (position < 0n || position > largest || logCursor(position) !== cursor)
    throw new Denial('BAD_USER_INPUT', 'after is not a cursor of this log.', { argument: 'after' });
  return position;
}
