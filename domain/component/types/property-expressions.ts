import { fromJson } from '../../hcl/json-syntax';
import { printInline } from '../../hcl/print-inline';
import type { Json } from '../../json';
import { ref } from '../component-type';

/** The Terraform expression that a property stands for, without ${}: a literal is written out, "${var.x}" is opened. */
export const expressionOf = (value: Json): string => printInline(fromJson(value).expression);

/** One of two values by a property that is a boolean or an expression of one. */
export function choose(condition: Json, yes: Json, no: Json): Json {
  if (typeof condition === 'boolean') return condition ? yes : no;
  return ref(`${expressionOf(condition)} ? ${expressionOf(yes)} : ${expressionOf(no)}`);
}

/** The value that a property's word stands for; the word may be an expression. */
export function pick(word: Json, values: Readonly<Record<string, Json>>): Json {
  if (typeof word === 'string' && Object.hasOwn(values, word)) return values[word]!;
  return ref(`${expressionOf(values)}[${expressionOf(word)}]`);
}

/** A number in another unit as text, e.g. days as "86400s". */
export const scaled = (value: Json, factor: number, prefix: string, unit: string): string => `${prefix}${times(value, factor)}${unit}`;

/** Seconds as Azure writes them back: 90 is PT1M30S. Written otherwise, every plan would find a change. */
export function isoSeconds(value: Json): string {
  if (typeof value !== 'number') return `PT${ref(expressionOf(value))}S`;
  const minutes = Math.floor(value / 60);
  const seconds = value % 60;
  return `PT${minutes > 0 ? `${minutes}M` : ''}${seconds > 0 || minutes === 0 ? `${seconds}S` : ''}`;
}

/** A number in another unit. */
export function times(value: Json, factor: number): number | string {
  if (typeof value === 'number') return value * factor;
  return factor === 1 ? ref(expressionOf(value)) : ref(`(${expressionOf(value)}) * ${factor}`);
}

/** A call of jsonencode on a document whose texts may hold interpolations. */
export const jsonDocument = (document: Json): string => ref(`jsonencode(${expressionOf(document)})`);
