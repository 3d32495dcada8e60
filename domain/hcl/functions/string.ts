import { isUnknown, UNKNOWN, type Value } from '../value';
import { InvalidValue, toInteger, toItems, toText } from './conversion';
import { formatText } from './format';
import { compilePattern, matchValue } from './regular-expression';
import { whole, any, type FunctionFamily } from './signature';

/** What a person sees as one character; Terraform counts and reverses these. */
const graphemes = (text: string): string[] => {
  if (/^[\x20-\x7e]*$/.test(text)) return text.split('');
  return [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map((part) => part.segment);
};

export const characterCount = (text: string): number => graphemes(text).length;

function substring(text: string, offset: number, length: number): string {
  const letters = graphemes(text);
  const start = offset < 0 ? Math.max(0, letters.length + offset) : offset;
  return letters.slice(start, length < 0 ? undefined : start + length).join('');
}

function formatEach(args: Value[]): Value {
  const template = toText(args[0]!);
  const rest = args.slice(1);
  const lists = rest.filter((arg) => Array.isArray(arg));
  const length = lists[0]?.length;
  if (lists.some((list) => list.length !== length)) throw new InvalidValue('lists of different lengths');
  if (length === undefined) return [formatText(template, rest)];
  return Array.from({ length }, (_unused, index) =>
    formatText(
      template,
      rest.map((arg) => (Array.isArray(arg) ? arg[index]! : arg)),
    ),
  );
}

function indent(spaces: number, text: string): string {
  return text.replace(/\n/g, `\n${' '.repeat(Math.min(Math.max(0, spaces), 1_000))}`);
}

/** Go's title(): the first letter of every word; letters, digits, underscore and apostrophe do not end one. */
const title = (text: string): string =>
  text.replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_match, before: string, letter: string) => before + letter.toUpperCase());

function trimSet(text: string, set: string): string {
  const letters = new Set(set);
  const points = [...text];
  let start = 0;
  let end = points.length;
  while (start < end && letters.has(points[start]!)) start += 1;
  while (end > start && letters.has(points[end - 1]!)) end -= 1;
  return points.slice(start, end).join('');
}

/** replace(): a pattern between slashes is a regular expression, whose groups are $1 or ${name} in the replacement. */
function replaceText(text: string, search: string, replacement: string): string {
  if (search.length < 2 || !search.startsWith('/') || !search.endsWith('/')) return text.split(search).join(replacement);
  const pattern = compilePattern(search.slice(1, -1), text, 'g');
  return text.replace(pattern, (...parts: unknown[]) => expandGroups(replacement, parts));
}

function expandGroups(replacement: string, parts: unknown[]): string {
  const last = parts.at(-1);
  const named = typeof last === 'object' && last !== null ? (last as Record<string, string | undefined>) : {};
  const count = parts.findIndex((part) => typeof part === 'number');
  return replacement.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (match, bare: string | undefined, braced: string | undefined) => {
    if (match === '$$') return '$';
    const name = bare ?? braced ?? '';
    if (/^\d+$/.test(name)) return Number(name) < count ? String(parts[Number(name)] ?? '') : '';
    return named[name] ?? '';
  });
}

function firstMatch(pattern: string, text: string): Value {
  const match = compilePattern(pattern, text).exec(text);
  if (!match) throw new InvalidValue('pattern did not match any part of the given string');
  return matchValue(match);
}

function join(args: Value[]): Value {
  const items = args.slice(1).flatMap(toItems);
  return items.map(toText).join(toText(args[0]!));
}

/** strcontains, startswith and endswith of an unknown string are unknown; of an empty search text they are true. */
const test = (decide: (text: string, part: string) => boolean) =>
  any(2, 2, ([text, part]) => {
    if (part === '' || (!isUnknown(text!) && !isUnknown(part!))) return isUnknown(text!) ? true : decide(toText(text!), toText(part!));
    return UNKNOWN;
  });

const onText = (change: (text: string) => Value) => whole(1, 1, ([text]) => change(toText(text!)));
const onTexts = (change: (text: string, part: string) => Value) => whole(2, 2, ([text, part]) => change(toText(text!), toText(part!)));

export const stringFunctions: FunctionFamily = {
  chomp: onText((text) => text.replace(/(\r?\n)+$/, '')),
  endswith: test((text, part) => text.endsWith(part)),
  format: whole(1, Infinity, (args) => formatText(toText(args[0]!), args.slice(1))),
  formatlist: whole(1, Infinity, formatEach),
  indent: whole(2, 2, ([spaces, text]) => indent(toInteger(spaces!), toText(text!))),
  join: whole(2, Infinity, join),
  lower: onText((text) => text.toLowerCase()),
  regex: onTexts((pattern, text) => firstMatch(pattern, text)),
  regexall: onTexts((pattern, text) => [...text.matchAll(compilePattern(pattern, text, 'g'))].map(matchValue)),
  replace: whole(3, 3, ([text, search, replacement]) => replaceText(toText(text!), toText(search!), toText(replacement!))),
  split: onTexts((separator, text) => (separator === '' ? [...text] : text.split(separator))),
  startswith: test((text, part) => text.startsWith(part)),
  strcontains: test((text, part) => text.includes(part)),
  strrev: onText((text) => graphemes(text).reverse().join('')),
  substr: whole(3, 3, ([text, offset, length]) => substring(toText(text!), toInteger(offset!), toInteger(length!))),
  title: onText(title),
  trim: onTexts(trimSet),
  trimprefix: onTexts((text, prefix) => (prefix !== '' && text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  trimsuffix: onTexts((text, suffix) => (suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text)),
  trimspace: onText((text) => text.trim()),
  upper: onText((text) => text.toUpperCase()),
};
