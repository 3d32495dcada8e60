import type { Diagnostic } from '../diagnostic';
import type { AttributeNode, BlockNode, BodyItem, HclFile } from '../hcl/ast';
import { fromJson, literalFromJson } from '../hcl/json-syntax';
import { positionAt } from '../hcl/scanner';
import { isObject, type Json, type JsonObject } from '../json';

/** How many labels a top-level block has: its object is nested that many times. */
const LABELS: Record<string, number> = { resource: 2, data: 2, ephemeral: 2, module: 1, variable: 1, output: 1, provider: 1, check: 1 };

/** Members that Terraform reads as they are written, not as templates, in a block of the given type. */
const LITERAL_MEMBERS: Record<string, readonly string[]> = {
  variable: ['type', 'default', 'description', 'sensitive'],
  output: ['description', 'sensitive'],
  module: ['source', 'version'],
  provider: ['alias', 'version'],
};

/** Reads a file of Terraform's JSON syntax (.tf.json) into the tree that the native syntax gives; all spans are 0. */
export function parseJsonFile(path: string, text: string): { file: HclFile | null; diagnostics: Diagnostic[] } {
  const parsed = parseText(path, text);
  if ('fault' in parsed) return { file: null, diagnostics: [parsed.fault] };
  const diagnostics: Diagnostic[] = [];
  const body = Object.entries(parsed.root).flatMap(([type, value]) => (type === '//' ? [] : blocks(type, [], value, diagnostics)));
  if (diagnostics.length > 0)
    return { file: null, diagnostics: diagnostics.map((one) => ({ ...one, source: { file: path, line: 1, column: 1 } })) };
  return { file: { path, text, body }, diagnostics };
}

function parseText(path: string, text: string): { root: JsonObject } | { fault: Diagnostic } {
  const fault = (summary: string, offset: number): { fault: Diagnostic } => ({
    fault: { severity: 'CRITICAL', code: 'HCL_SYNTAX', summary, source: positionAt(text, offset, path) },
  });
  try {
    const root: Json = JSON.parse(text);
    return root !== null && typeof root === 'object' && !Array.isArray(root) ? { root } : fault('A .tf.json file holds one JSON object', 0);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fault(`This is no JSON: ${message}`, Number(/position (\d+)/.exec(message)?.[1] ?? 0));
  }
}

function blocks(type: string, labels: string[], value: Json, diagnostics: Diagnostic[]): BlockNode[] {
  if (Array.isArray(value)) return value.flatMap((item) => blocks(type, labels, item, diagnostics));
  if (!isObject(value)) return [];
  if (labels.length < (LABELS[type] ?? 0))
    return Object.entries(value).flatMap(([label, inner]) => blocks(type, [...labels, label], inner, diagnostics));
  return [{ kind: 'block', type, labels, body: bodyItems(type, value, diagnostics), start: 0, end: 0 }];
}

function bodyItems(type: string, members: JsonObject, diagnostics: Diagnostic[]): BodyItem[] {
  return Object.entries(members).flatMap(([name, value]): BodyItem[] => {
    if (name === '//') return [];
    if (type === 'terraform' && isObject(value))
      return [{ kind: 'block', type: name, labels: [], body: attributes(value), start: 0, end: 0 }];
    if (LITERAL_MEMBERS[type]?.includes(name)) return [attribute(name, value)];
    const converted = fromJson(value, [name]);
    diagnostics.push(...converted.diagnostics);
    return [{ kind: 'attribute', name, expression: converted.expression, start: 0, end: 0 }];
  });
}

const attribute = (name: string, value: Json): AttributeNode => ({
  kind: 'attribute',
  name,
  expression: literalFromJson(value),
  start: 0,
  end: 0,
});
const attributes = (members: JsonObject): AttributeNode[] => Object.entries(members).map(([name, value]) => attribute(name, value));
