import { InvalidValue, objectFrom } from './conversion';
import type { Value } from '../value';

const longestPattern = 1_000;
const longestInput = 100_000;
const mostSteps = 3e8;

/** A pattern of RE2's syntax that JavaScript's engine could only run with a risk of exponential time, or not at all. */
export class UnsupportedPattern extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnsupportedPattern';
  }
}

const posixClasses: Record<string, string> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  blank: '\\t ',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** True when a group that itself repeats, or offers alternatives, is repeated without an upper bound. */
function repeatsRepetition(pattern: string): boolean {
  const open: { risky: boolean }[] = [];
  for (let index = 0; index < pattern.length; index += 1) {
    const letter = pattern[index];
    if (letter === '\\') index += 1;
    else if (letter === '[') index = classEnd(pattern, index);
    else if (letter === '(') open.push({ risky: false });
    else if (letter === ')') {
      const group = open.pop();
      if (group?.risky && /^(?:[*+]|\{\d+,\d*\})/.test(pattern.slice(index + 1))) return true;
      const parent = open.at(-1);
      if (parent && group?.risky) parent.risky = true;
    } else if (letter === '*' || letter === '+' || letter === '|' || (letter === '{' && /^\{\d+,\d*\}/.test(pattern.slice(index)))) {
      const group = open.at(-1);
      if (group) group.risky = true;
    }
  }
  return false;
}

function classEnd(pattern: string, start: number): number {
  let index = start + 1;
  if (pattern[index] === '^') index += 1;
  if (pattern[index] === ']') index += 1;
  while (index < pattern.length && pattern[index] !== ']') {
    if (pattern[index] === '\\') index += 1;
    else if (pattern.startsWith('[:', index)) index = Math.max(index, pattern.indexOf(':]', index) + 1);
    index += 1;
  }
  return index;
}

const repeatedAtom = /(\[\^?\]?[^\]]*\]|\\.|.)(?:[*+]|\{\d+,\})[?]?/gs;

/** The literal that must follow at a place of a pattern; undefined: anything may, null: the end. */
function literalBehind(pattern: string, position: number): string | null | undefined {
  const rest = pattern.slice(position).replace(/^(?:\)|\((?:\?:)?)+/, '');
  if (rest === '' || rest === '$') return null;
  if (rest.startsWith('\\')) return /[A-Za-z0-9]/.test(rest[1] ?? '') ? undefined : rest[1];
  return /^[[.(|^$*+?{]/.test(rest) ? undefined : [...rest][0];
}

/** How many repetitions may share out the same text in several ways: each multiplies the time by the text's length. */
function ambiguousRepeats(pattern: string): number {
  let count = 0;
  for (const match of pattern.matchAll(repeatedAtom)) {
    const next = literalBehind(pattern, match.index + match[0].length);
    if (next === null) continue;
    if (next === undefined || match[1] === ')' || build(`^(?:${match[1]})$`, 'u', match[1]!).test(next)) count += 1;
  }
  return count;
}

/** Upper bound of the steps that backtracking can take over this text. */
const worstSteps = (pattern: string, length: number): number => length ** (ambiguousRepeats(pattern) + (pattern.startsWith('^') ? 1 : 2));

/**
 * Translates an RE2 pattern into a JavaScript one. Throws InvalidValue when it is no pattern, UnsupportedPattern when it is
 * refused: nested repetition (exponential time), backtracking-only syntax, or too long.
 */
export function compilePattern(pattern: string, input: string, extraFlags = ''): RegExp {
  if (pattern.length > longestPattern) throw new UnsupportedPattern(`patterns longer than ${longestPattern} characters are not evaluated`);
  if (input.length > longestInput) throw new UnsupportedPattern('the text is too long for a pattern');
  if (repeatsRepetition(pattern)) throw new UnsupportedPattern('patterns with nested repetition are not evaluated');
  if (/\(\?(?:<?[=!])/.test(pattern)) throw new InvalidValue('invalid regexp pattern: look-around is not supported');
  let flags = 'u';
  let source = pattern.replace(/\(\?P</g, '(?<').replace(/\[:(\^?)([a-z]+):\]/g, (match, negated: string, name: string) => {
    const members = posixClasses[name];
    if (members === undefined || negated) throw new UnsupportedPattern(`the class ${match} is not evaluated`);
    return members;
  });
  const leading = /^\(\?([imsU]+)\)/.exec(source);
  if (leading) {
    if (leading[1]!.includes('U')) throw new UnsupportedPattern('the flag U is not evaluated');
    flags += leading[1]!;
    source = source.slice(leading[0].length);
  }
  if (/(?<!\\)\(\?[a-zA-Z]*-?[a-zA-Z]*[:)]/.test(source.replace(/\(\?:/g, '')))
    throw new UnsupportedPattern('inline flags are evaluated only at the start');
  source = source
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$')
    .replace(/\\([_\-"'`~!@#%&=:;<>, ])/g, (_match, letter: string) => (letter === '-' ? '\\-' : letter));
  if (worstSteps(source, input.length) > mostSteps) throw new UnsupportedPattern('the text is too long for this pattern');
  return build(source, [...new Set(flags + extraFlags)].join(''), pattern);
}

/** RE2 and JavaScript's unicode mode differ in what they let pass unescaped: the plain mode is the more lenient second try. */
function build(source: string, flags: string, pattern: string): RegExp {
  for (const attempt of [flags, flags.replace('u', '')]) {
    try {
      return new RegExp(source, attempt);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  throw new InvalidValue(`invalid regexp pattern: ${pattern.slice(0, 100)}`);
}

/** What regex() gives for one match: the text, a list of the unnamed groups, or an object of the named ones. */
export function matchValue(match: RegExpMatchArray): Value {
  if (match.groups) return objectFrom(Object.entries(match.groups).map(([name, text]) => [name, text ?? null]));
  if (match.length > 1) return match.slice(1).map((text) => text ?? null);
  return match[0];
}
