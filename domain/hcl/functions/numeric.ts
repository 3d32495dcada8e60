import type { Value } from '../value';
import { InvalidValue, toInteger, toNumber, toText } from './conversion';
import { whole, type FunctionFamily } from './signature';

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function parseInteger(text: string, base: number): Value {
  if (base < 2 || base > 62) throw new InvalidValue('base must be a whole number between 2 and 62 inclusive');
  const negative = text.startsWith('-');
  const body = (negative || text.startsWith('+') ? text.slice(1) : text).replace(/[A-Z]/g, (letter) =>
    base <= 36 ? letter.toLowerCase() : letter,
  );
  let total = 0;
  for (const letter of body) {
    const digit = digits.indexOf(letter);
    if (digit < 0 || digit >= base) throw new InvalidValue(`cannot parse "${text}" as a base ${base} integer`);
    total = total * base + digit;
  }
  if (body === '') throw new InvalidValue(`cannot parse "${text}" as a base ${base} integer`);
  return negative ? -total : total;
}

function extreme(choose: (...values: number[]) => number) {
  return (args: Value[]): Value => choose(...args.map(toNumber));
}

export const numericFunctions: FunctionFamily = {
  abs: whole(1, 1, ([value]) => Math.abs(toNumber(value!))),
  ceil: whole(1, 1, ([value]) => Math.ceil(toNumber(value!))),
  floor: whole(1, 1, ([value]) => Math.floor(toNumber(value!))),
  log: whole(2, 2, ([value, base]) => Math.log(toNumber(value!)) / Math.log(toNumber(base!))),
  max: whole(1, Infinity, extreme(Math.max)),
  min: whole(1, Infinity, extreme(Math.min)),
  parseint: whole(2, 2, ([text, base]) => parseInteger(toText(text!), toInteger(base!))),
  pow: whole(2, 2, ([base, exponent]) => toNumber(base!) ** toNumber(exponent!)),
  signum: whole(1, 1, ([value]) => Math.sign(toNumber(value!))),
};
