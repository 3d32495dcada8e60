/** What a name in HCL may look like: attribute names, block types, and the labels of resources, variables and the like. */
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;

export const isIdentifier = (text: string): boolean => IDENTIFIER.test(text);

/** Words that mean something else than themselves as the bare key of an object item. */
const RESERVED_KEYS = new Set(['for', 'null', 'true', 'false']);

export const isBareKey = (text: string): boolean => isIdentifier(text) && !RESERVED_KEYS.has(text);

/** Doubles the sigil of `${` and `%{`, so that the text stays text in a template. */
export const escapeSequences = (text: string): string => text.replace(/([$%])\{/g, '$1$1{');

const ESCAPES: Record<string, string> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text for the inside of a quoted string or template. */
export function quotedText(text: string): string {
  const escaped = text.replace(
    // eslint-disable-next-line no-control-regex -- control characters are what is escaped
    /["\\\u0000-\u001f\u007f\u2028\u2029\ufeff]/g,
    (character) => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return escapeSequences(escaped);
}

export const quote = (text: string): string => `"${quotedText(text)}"`;
