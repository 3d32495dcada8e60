import type { Value } from '../value';
import { InvalidValue, objectFrom } from './conversion';

/** Rows of RFC 4180 text, as Go's encoding/csv reads it. */
function rows(text: string): string[][] {
  const result: string[][] = [];
  let row: string[] = [];
  let index = 0;
  while (index < text.length) {
    if (row.length === 0 && text[index] === '\n') {
      index += 1;
      continue;
    }
    const [field, next] = text[index] === '"' ? quotedField(text, index + 1) : bareField(text, index);
    row.push(field);
    index = next;
    if (text[index] === ',') {
      index += 1;
      if (index >= text.length || text[index] === '\n') row.push('');
    }
    if (index >= text.length || text[index] === '\n') {
      result.push(row);
      row = [];
      index += 1;
    }
  }
  return result;
}

function bareField(text: string, start: number): [string, number] {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n') {
    if (text[end] === '"') throw new InvalidValue('bare " in a non-quoted CSV field');
    end += 1;
  }
  return [text.slice(start, end), end];
}

function quotedField(text: string, start: number): [string, number] {
  let field = '';
  let index = start;
  for (;;) {
    const quote = text.indexOf('"', index);
    if (quote < 0) throw new InvalidValue('extraneous or missing " in a quoted CSV field');
    field += text.slice(index, quote);
    if (text[quote + 1] !== '"') {
      const after = text[quote + 1];
      if (after !== undefined && after !== ',' && after !== '\n') throw new InvalidValue('extraneous or missing " in a quoted CSV field');
      return [field, quote + 1];
    }
    field += '"';
    index = quote + 2;
  }
}

/** csvdecode(): one object of strings per line, named by the header line. */
export function decodeCsv(text: string): Value {
  const [header, ...lines] = rows(text.replace(/\r\n/g, '\n'));
  if (!header) throw new InvalidValue('missing header line');
  if (new Set(header).size !== header.length) throw new InvalidValue('duplicate column name in the CSV header');
  return lines.map((line, index) => {
    if (line.length !== header.length)
      throw new InvalidValue(`CSV record on line ${index + 2} has ${line.length} fields, the header ${header.length}`);
    return objectFrom(header.map((name, column) => [name, line[column]!]));
  });
}
