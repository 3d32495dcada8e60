import type { Readable } from 'node:stream';

export class AnswerTooLarge extends Error {}

/** Reads a body as text, at most `limit` bytes; a larger one is dropped together with its connection. */
export async function readText(body: Readable, declaredLength: string | string[] | undefined, limit: number): Promise<string> {
  if (Number(declaredLength) > limit) {
    body.on('error', ignoreAbort).destroy();
    throw new AnswerTooLarge();
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the stream.
    if (size > limit) throw new AnswerTooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]!.toString('utf8') : Buffer.concat(chunks, size).toString('utf8');
}

/** Destroying an unread body makes undici emit the abort that was just asked for. */
const ignoreAbort = (): void => undefined;
