import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { nestsReasonably, parseJson } from '../json-text';
import { HttpFault } from './exchange';

const tooLarge = (limit: number): HttpFault => new HttpFault(413, 'PAYLOAD_TOO_LARGE', `The body is larger than ${limit} bytes.`);

export const isJson = (request: IncomingMessage): boolean => /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');

/**
 * @param limitFor the most bytes this caller may send; asked only when the body exceeds `limit`, since finding out costs
 * @throws HttpFault 413 or 400. Node discards what is left of the body once the answer is sent.
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  limitFor: () => Promise<number> = async () => limit,
): Promise<Buffer> {
  let allowed = limit;
  const allow = async (size: number): Promise<void> => {
    if (size > allowed) allowed = await limitFor();
    if (size > allowed) throw tooLarge(allowed);
  };
  await allow(Number(request.headers['content-length'] ?? 0));
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving a for-await loop would destroy the request, and with it the connection that the answer needs.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    await allow(size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** @throws HttpFault 400 for text that is not JSON or nests beyond reason */
export function parseBody(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new HttpFault(400, 'BAD_REQUEST', 'The body is not valid UTF-8.');
  const source = bytes.toString('utf8');
  const value = parseJson(source);
  if (value === undefined) throw new HttpFault(400, 'BAD_REQUEST', 'The body is not valid JSON.');
  if (!nestsReasonably(value, source.length)) throw new HttpFault(400, 'BAD_REQUEST', 'The body nests too deeply.');
  return value;
}
