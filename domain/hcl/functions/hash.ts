import { UNKNOWN } from '../value';
import { base64Text, hexText, utf8 } from './bytes';
import { InvalidValue, toText } from './conversion';
import { md5 } from './hash-md5';
import { sha1, sha256, sha512 } from './hash-sha';
import { any, whole, type FunctionFamily } from './signature';

const namespaces: Record<string, string> = {
  dns: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  url: '6ba7b811-9dad-11d1-80b4-00c04fd430c8',
  oid: '6ba7b812-9dad-11d1-80b4-00c04fd430c8',
  x500: '6ba7b814-9dad-11d1-80b4-00c04fd430c8',
};

/** A name-based UUID (RFC 4122, version 5). */
export function uuid5(namespace: string, name: string): string {
  const id = namespaces[namespace] ?? namespace;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    throw new InvalidValue(`uuidv5() doesn't support namespace ${JSON.stringify(namespace.slice(0, 60))}`);
  const prefix = id
    .replaceAll('-', '')
    .match(/../g)!
    .map((pair) => parseInt(pair, 16));
  const digest = sha1(Uint8Array.from([...prefix, ...utf8(name)])).slice(0, 16);
  digest[6] = (digest[6]! & 0x0f) | 0x50;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const text = hexText(digest);
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

const hexDigest = (digest: (data: Uint8Array) => Uint8Array) => whole(1, 1, ([text]) => hexText(digest(utf8(toText(text!)))));
const base64Digest = (digest: (data: Uint8Array) => Uint8Array) => whole(1, 1, ([text]) => base64Text(digest(utf8(toText(text!)))));
const later = (least: number, most: number) => any(least, most, () => UNKNOWN);

export const hashFunctions: FunctionFamily = {
  base64sha256: base64Digest(sha256),
  base64sha512: base64Digest(sha512),
  md5: hexDigest(md5),
  sha1: hexDigest(sha1),
  sha256: hexDigest(sha256),
  sha512: hexDigest(sha512),
  uuidv5: whole(2, 2, ([namespace, name]) => uuid5(toText(namespace!), toText(name!))),
  // Random, or with a key: known only when the engine itself evaluates them.
  bcrypt: later(1, 2),
  rsadecrypt: later(2, 2),
  uuid: later(0, 0),
};
