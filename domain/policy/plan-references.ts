import { isObject } from '../json';

/** What a plan's configuration says about one resource block. */
export interface ConfiguredBlock {
  /** Dotted attribute path -> block addresses that its expression names. */
  references: Record<string, string[]>;
  /** Names of the arguments and blocks that are written down; dynamic blocks are not among them, since plans leave them out. */
  configured: ReadonlySet<string>;
}

/** By block address, without instance keys. */
export type ConfiguredBlocks = ReadonlyMap<string, ConfiguredBlock>;

/** First words of a reference that name no resource. */
const notResources = new Set([
  'var',
  'local',
  'module',
  'each',
  'count',
  'path',
  'terraform',
  'self',
  'run',
  'check',
  'output',
  'ephemeral',
]);

/**
 * Reads from a plan's configuration what every resource sets and which resources each attribute refers to. References through variables and outputs of modules are not followed: they
 * name no resource.
 */
export function configuredBlocks(configuration: Record<string, unknown>): ConfiguredBlocks {
  const found = new Map<string, ConfiguredBlock>();
  collect(configuration['root_module'], '', found);
  return found;
}

function collect(module: unknown, prefix: string, found: Map<string, ConfiguredBlock>): void {
  if (!isObject(module)) return;
  for (const resource of Array.isArray(module['resources']) ? module['resources'] : []) {
    if (!isObject(resource) || typeof resource['address'] !== 'string') continue;
    const references: Record<string, string[]> = {};
    readExpressions(resource['expressions'], [], prefix, references);
    const configured = new Set(isObject(resource['expressions']) ? Object.keys(resource['expressions']) : []);
    found.set(prefix + resource['address'], { references, configured });
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
