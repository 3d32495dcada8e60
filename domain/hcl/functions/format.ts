import type { Value } from '../value';
import { InvalidValue, numberText, toBoolean, toNumber, toText } from './conversion';
import { jsonText } from './json-text';

interface Verb {
  flags: string;
  width: number;
  precision: number | null;
  verb: string;
}

const verbPattern = /%(?:%|([-+ #0]*)(\*|\d+)?(?:\.(\d+))?(?:\[(\d+)\])?([a-zA-Z]))|%/g;

/** Text of a value for %v: strings as they are, everything else as JSON. */
const plain = (value: Value): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? numberText(value) : jsonText(value);

function exponent(value: number, precision: number | null, letter: string): string {
  const text = precision === null ? value.toExponential(6) : value.toExponential(precision);
  const padded = text.replace(/e([+-])(\d)$/, 'e$10$2');
  return letter === 'E' ? padded.toUpperCase() : padded;
}

/** %g: the shortest of %e and %f, as Go prints it. */
function shortest(value: number, precision: number | null, letter: string): string {
  const text = precision === null ? value : Number(value.toPrecision(Math.max(1, precision)));
  const magnitude = text === 0 ? 0 : Math.floor(Math.log10(Math.abs(text)));
  if (magnitude >= -4 && magnitude < (precision ?? 21)) return numberText(text);
  const compact = text.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  return letter === 'G' ? compact.toUpperCase() : compact;
}

function integerText(value: Value, radix: number): string {
  return BigInt(Math.trunc(toNumber(value))).toString(radix);
}

function numeric(spec: Verb, value: Value): string {
  switch (spec.verb) {
    case 'd':
      return integerText(value, 10);
    case 'b':
      return integerText(value, 2);
    case 'o':
      return integerText(value, 8);
    case 'f':
    case 'F':
      return toNumber(value).toFixed(spec.precision ?? 6);
    case 'e':
    case 'E':
      return exponent(toNumber(value), spec.precision, spec.verb);
    default:
      return shortest(toNumber(value), spec.precision, spec.verb);
  }
}

function hexadecimal(spec: Verb, value: Value): string {
  const text = integerText(value, 16);
  return spec.verb === 'X' ? text.toUpperCase() : text;
}

function body(spec: Verb, value: Value): string {
  switch (spec.verb) {
    case 'v':
      return spec.flags.includes('#') ? jsonText(value) : plain(value);
    case 's': {
      const text = toText(value);
      return spec.precision === null ? text : [...text].slice(0, spec.precision).join('');
    }
    case 'q':
      return JSON.stringify(toText(value));
    case 't':
      return String(toBoolean(value));
    case 'x':
    case 'X':
      return hexadecimal(spec, value);
    case 'd':
    case 'b':
    case 'o':
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      return numeric(spec, value);
    default:
      throw new InvalidValue(`unsupported format verb %${spec.verb}`);
  }
}

function padded(spec: Verb, value: Value): string {
  let text = body(spec, value);
  const isNumber = 'dbofFeEgG'.includes(spec.verb) || (spec.verb === 'v' && typeof value === 'number');
  if (isNumber && !text.startsWith('-')) {
    if (spec.flags.includes('+')) text = `+${text}`;
    else if (spec.flags.includes(' ')) text = ` ${text}`;
  }
  const missing = spec.width - [...text].length;
  if (missing <= 0) return text;
  if (spec.flags.includes('-')) return text + ' '.repeat(missing);
  if (!spec.flags.includes('0')) return ' '.repeat(missing) + text;
  const sign = /^[+-]/.test(text) ? 1 : 0;
  return text.slice(0, sign) + '0'.repeat(missing) + text.slice(sign);
}

/** Terraform's format(): the verbs v s q d b o x X e E f g G t with flags, width, precision and explicit argument numbers. */
export function formatText(template: string, args: Value[]): string {
  let next = 0;
  let highest = 0;
  const text = template.replace(verbPattern, (match, flags: string, width: string, precision: string, position: string, verb: string) => {
    if (match === '%%') return '%';
    if (verb === undefined || width === '*') throw new InvalidValue('unrecognised format sequence in the format string');
    const index = position === undefined ? next : Number(position) - 1;
    next = index + 1;
    highest = Math.max(highest, next);
    if (index < 0 || index >= args.length)
      throw new InvalidValue(`not enough arguments for "${match}": needs argument ${index + 1}, has ${args.length}`);
    if (Number(width ?? 0) > 10_000) throw new InvalidValue('the width of a format verb is limited to 10000');
    if (Number(precision ?? 0) > 100) throw new InvalidValue('the precision of a format verb is limited to 100');
    return padded(
      { flags: flags ?? '', width: Number(width ?? 0), precision: precision === undefined ? null : Number(precision), verb },
      args[index]!,
    );
  });
  if (highest < args.length) throw new InvalidValue(`too many arguments: ${highest} used by the format string, ${args.length} given`);
  return text;
}
