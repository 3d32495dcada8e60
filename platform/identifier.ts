import { randomBytes } from 'node:crypto';

let lastMilliseconds = 0;
let counter = 0;

/** A UUID version 7: sorts by the time it was made, also within one millisecond of one process. */
export function newId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  if (now > lastMilliseconds) {
    lastMilliseconds = now;
    counter = bytes.readUInt16BE(6) & 0x7ff;
  } else if (++counter > 0xfff) {
    lastMilliseconds += 1;
    counter = 0;
  }
  bytes.writeUIntBE(lastMilliseconds, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** False for text that cannot be the id of anything: it is answered as not found, without asking the database. */
export const isId = (text: string): boolean => shape.test(text);
