import type { Json } from '../../json';
import { UNKNOWN, type Value } from '../value';
import { base64Bytes, base64Text, utf8, utf8Text } from './bytes';
import { InvalidValue, objectFrom, toText } from './conversion';
import { decodeCsv } from './csv';
import { jsonText } from './json-text';
import { any, whole, type FunctionFamily } from './signature';
import { yamlText } from './yaml-text';

/** JSON data as a Value, with null-prototype objects. */
export function valueOfJson(json: Json): Value {
  if (Array.isArray(json)) return json.map(valueOfJson);
  if (json !== null && typeof json === 'object') return objectFrom(Object.entries(json).map(([key, item]) => [key, valueOfJson(item)]));
  return json;
}

function decodeJson(text: string): Value {
  try {
    return valueOfJson(JSON.parse(text) as Json);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidValue('the text is not valid JSON');
    throw error;
  }
}

function decodeBase64(text: string): Value {
  const bytes = base64Bytes(text);
  if (!bytes) throw new InvalidValue('failed to decode base64 data');
  const decoded = utf8Text(bytes);
  if (decoded === undefined) throw new InvalidValue('the result of decoding the provided string is not valid UTF-8');
  return decoded;
}

function encodeIn(text: string, encoding: string): Value {
  const name = encoding.toUpperCase();
  if (name === 'UTF-8') return base64Text(utf8(text));
  if (name !== 'UTF-16LE' && name !== 'UTF-16BE') return UNKNOWN;
  const out = new DataView(new ArrayBuffer(text.length * 2));
  for (let index = 0; index < text.length; index += 1) out.setUint16(index * 2, text.charCodeAt(index), name === 'UTF-16LE');
  return base64Text(new Uint8Array(out.buffer));
}

/** Go's url.QueryEscape: a space becomes + and only letters, digits, - _ . ~ stay. */
const encodeUrl = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%20/g, '+');

const later = (least: number, most: number) => any(least, most, () => UNKNOWN);

export const encodingFunctions: FunctionFamily = {
  base64decode: whole(1, 1, ([text]) => decodeBase64(toText(text!))),
  base64encode: whole(1, 1, ([text]) => base64Text(utf8(toText(text!)))),
  csvdecode: whole(1, 1, ([text]) => decodeCsv(toText(text!))),
  jsondecode: whole(1, 1, ([text]) => decodeJson(toText(text!))),
  jsonencode: whole(1, 1, ([value]) => jsonText(value!)),
  textencodebase64: whole(2, 2, ([text, encoding]) => encodeIn(toText(text!), toText(encoding!))),
  urlencode: whole(1, 1, ([text]) => encodeUrl(toText(text!))),
  yamlencode: whole(1, 1, ([value]) => yamlText(value!)),
  // Their results are what the engine computes: a compressor's exact bytes, or a whole YAML parser.
  base64gzip: later(1, 1),
  textdecodebase64: later(2, 2),
  yamldecode: later(1, 1),
};
