import { isObject } from '../json';

/** Block address (no instance keys) -> dotted attribute path -> block addresses that its expression names. */
export type ReferencesByBlock = ReadonlyMap<string, Record<string, string[]>>;

/** First words of a reference that name no resource. */
const notResources = new Set(['var', 'local', 'module', 'each', 'count', 'path', 'terraform', 'self', 'run', 'check', 'output', 'ephemeral']);

/**
 * Reads which resources every attribute refers to from a plan's configuration. References through variables and outputs of modules are not followed: they
 * name no resource.
 */
export function planReferences(configuration: Record<string, unknown>): ReferencesByBlock {
  const found = new Map<string, Record<string, string[]>>();
  collect(configuration['root_module'], '', found);
  return found;
}

function collect(module: unknown, prefix: string, found: Map<string, Record<string, string[]>>): void {
  if (!isObject(module)) return;
  for (const resource of Array.isArray(module['resources']) ? module['resources'] : []) {
    if (!isObject(resource) || typeof resource['address'] !== 'string') continue;
    const references: Record<string, string[]> = {};
    readExpressions(resource['expressions'], [], prefix, references);
    found.set(prefix + resource['address'], references);
  }
  const calls = isObject(module['module_calls']) ? module['module_calls'] : {};
  for (const [name, call] of Object.entries(calls)) if (isObject(call)) collect(call['module'], `${prefix}module.${name}.`, found);
}

function readExpressions(expressions: unknown, path: readonly string[], prefix: string, into: Record<string, string[]>): void {
  if (Array.isArray(expressions)) {
    expressions.forEach((block, index) => readExpressions(block, [...path, String(index)], prefix, into));
    return;
  }
  if (!isObject(expressions)) return;
  if (Array.isArray(expressions['references']) && path.length > 0) {
    const addresses = expressions['references'].flatMap((reference) => resourceOf(reference, prefix));
    if (addresses.length > 0) into[path.join('.')] = [...new Set(addresses)];
    return;
  }
  for (const [name, expression] of Object.entries(expressions)) readExpressions(expression, [...path, name], prefix, into);
}

/** e.g. "aws_subnet.a[0].id" -> aws_subnet.a, "data.aws_ami.b.id" -> data.aws_ami.b */
function resourceOf(reference: unknown, prefix: string): string[] {
  if (typeof reference !== 'string') return [];
  const steps = reference.replaceAll(/\[[^\]]*\]/g, '').split('.');
  const length = steps[0] === 'data' ? 3 : 2;
  if (steps.length < length || notResources.has(steps[0] ?? '')) return [];
  return [prefix + steps.slice(0, length).join('.')];
}
