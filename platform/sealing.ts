import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

/** Encrypts what lies in the database but must not be readable there. */
export interface Sealing {
  /** AES-256-GCM over the compressed text; `context` (e.g. the id of the row) must be the same when it is opened. */
  seal(text: string, context: string): Uint8Array<ArrayBuffer>;
  /** @throws when the bytes were changed, belong to another context, or none of the keys fits */
  open(sealed: Uint8Array, context: string): string;
}

const formatVersion = 1;
const nonceLength = 12;
const tagLength = 16;

/**
 * @param keys 32 bytes each; the first seals, all open, so that a key can be replaced
 */
export function createSealing(keys: readonly Buffer[]): Sealing {
  const [current] = keys;
  if (!current || keys.some((key) => key.length !== 32)) throw new Error('Sealing needs keys of 32 bytes.');
  return {
    seal(text, context) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', current, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(gzipSync(text, { level: 1 })), cipher.final()]);
      return new Uint8Array(Buffer.concat([Buffer.from([formatVersion]), nonce, cipher.getAuthTag(), body]));
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed);
      if (bytes[0] !== formatVersion) throw new Error('The sealed text has an unknown format.');
      const nonce = bytes.subarray(1, 1 + nonceLength);
      const tag = bytes.subarray(1 + nonceLength, 1 + nonceLength + tagLength);
      const body = bytes.subarray(1 + nonceLength + tagLength);
      let failure: unknown;
      for (const key of keys) {
        try {
          const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context)).setAuthTag(tag);
          return gunzipSync(Buffer.concat([decipher.update(body), decipher.final()])).toString('utf8');
        } catch (fault) {
          failure = fault;
        }
      }
      throw new Error('The sealed text cannot be opened: it was changed, or its key is not configured.', { cause: failure });
    },
  };
}
