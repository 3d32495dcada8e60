import type { Value } from '../value';
import { isValueObject, numberText, sortedKeys } from './conversion';

/** A string in double quotes, or as a literal block when it has several printable lines: the two styles of yamlencode. */
function scalar(text: string, indent: string): string {
  const lines = text.split('\n');
  const blockable = lines.length > 1 && !/^\s/.test(text) && /^[\t\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd]*$/.test(text);
  if (!blockable) return JSON.stringify(text);
  const body = text.endsWith('\n') ? lines.slice(0, -1) : lines;
  const chomping = !text.endsWith('\n') ? '-' : text.endsWith('\n\n') ? '+' : '';
  return [`|${chomping}`, ...body.map((line) => (line === '' ? '' : `${indent}${line}`))].join('\n');
}

function inline(value: Value, indent: string): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return scalar(value, indent);
  return typeof value === 'number' ? numberText(value) : String(value);
}

const isEmpty = (value: Value): string | undefined => {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : undefined;
  return isValueObject(value) && Object.keys(value).length === 0 ? '{}' : undefined;
};

function lines(value: Value, indent: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      if (isCollection(item)) {
        const [first = '', ...rest] = lines(item, `${indent}  `);
        return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
      }
      return [`${indent}- ${isEmpty(item) ?? inline(item, `${indent}  `)}`];
    });
  }
  if (!isValueObject(value)) return [`${indent}${inline(value, `${indent}  `)}`];
  return sortedKeys(value).flatMap((key) => {
    const item = value[key]!;
    if (isCollection(item)) return [`${indent}${JSON.stringify(key)}:`, ...lines(item, Array.isArray(item) ? indent : `${indent}  `)];
    return [`${indent}${JSON.stringify(key)}: ${isEmpty(item) ?? inline(item, `${indent}  `)}`];
  });
}

const isCollection = (value: Value): boolean => (Array.isArray(value) || isValueObject(value)) && isEmpty(value) === undefined;

/** YAML as Terraform's yamlencode writes it. The value must be known. */
export function yamlText(value: Value): string {
  return `${isEmpty(value) ?? lines(value, '').join('\n')}\n`;
}
