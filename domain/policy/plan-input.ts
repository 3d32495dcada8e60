import { providerNames, type CloudProvider } from '../blueprint/content';
import { isObject, type Json, type JsonObject } from '../json';
import { indexed, type PolicyChange, type PolicyContext, type PolicyInput, type PolicyResource } from './input';
import { maskByName, maskMarked } from './mask';
import { configuredBlocks, type ConfiguredBlocks } from './plan-references';

/**
 * Builds the input of a rule from `terraform show -json` or `tofu show -json` of a plan (format_version 1.x, SEMANTICS 5). Read leniently: parts that are
 * missing or of another shape count as empty, since the format grows. Values are masked where the plan marks them and where their names mean a secret.
 * Resources that the plan deletes are in removed_resources, not in resources.
 */
export function planInput(plan: unknown, context: PolicyContext): PolicyInput {
  const root = objectOf(plan);
  const configuration = objectOf(root['configuration']);
  const blocks = configuredBlocks(configuration);
  const changed = listOf(root['resource_changes'])
    .filter((entry) => entry['deposed'] === undefined)
    .map((entry) => ({ mode: entry['mode'], resource: changedResource(entry, blocks) }));
  const managed = changed.filter(({ mode }) => mode !== 'data').map(({ resource }) => resource);
  const alreadyRead = dataSourcesOf(objectOf(objectOf(objectOf(root['prior_state'])['values'])['root_module']), blocks);
  return indexed({
    mode: 'plan',
    resources: managed.filter(({ change }) => change?.after !== null),
    removed_resources: managed.filter(({ change }) => change?.after === null),
    data_sources: [...alreadyRead, ...changed.filter(({ mode }) => mode === 'data').map(({ resource }) => resource)],
    providers: providersOf(configuration),
    context,
  });
}

function changedResource(entry: Record<string, unknown>, blocks: ConfiguredBlocks): PolicyResource {
  const change = objectOf(entry['change']);
  const actions = Array.isArray(change['actions']) ? change['actions'].filter((action) => typeof action === 'string') : [];
  const before = masked(change['before'], change['before_sensitive']);
  const after = masked(change['after'], change['after_sensitive']);
  const policyChange: PolicyChange = { actions, before, after: actions.length === 1 && actions[0] === 'delete' ? null : after };
  const known = identity(entry, blocks);
  const configured = blocks.get(known.block_address)?.configured;
  const isConfigured = (path: string) => configured === undefined || configured.has(path.split('.', 1)[0] ?? '');
  const unknown = unknownPaths(change['after_unknown']);
  return {
    ...known,
    values: after ?? before ?? {},
    unknown: unknown.filter(isConfigured),
    computed: unknown.filter((path) => !isConfigured(path)),
    change: policyChange,
  };
}

function dataSourcesOf(module: Record<string, unknown>, blocks: ConfiguredBlocks): PolicyResource[] {
  const here = listOf(module['resources'])
    .filter(({ mode }) => mode === 'data')
    .map((entry) => ({
      ...identity(entry, blocks),
      values: masked(entry['values'], entry['sensitive_values']) ?? {},
      unknown: [],
      computed: [],
    }));
  return [...here, ...listOf(module['child_modules']).flatMap((child) => dataSourcesOf(child, blocks))];
}

function identity(entry: Record<string, unknown>, blocks: ConfiguredBlocks) {
  const address = textOf(entry['address']);
  const type = textOf(entry['type']);
  const module = textOf(entry['module_address']) || moduleOf(address, type, entry['mode'] === 'data');
  const block = `${module === '' ? '' : `${module}.`}${entry['mode'] === 'data' ? 'data.' : ''}${type}.${textOf(entry['name'])}`;
  const withoutKeys = withoutInstanceKeys(block);
  return {
    address,
    block_address: withoutKeys,
    type,
    name: textOf(entry['name']),
    provider: providerOf(type),
    module,
    references: blocks.get(withoutKeys)?.references ?? {},
  };
}

/** States name no module: it is what stands before the type. */
function moduleOf(address: string, type: string, isData: boolean): string {
  const marker = `.${isData ? 'data.' : ''}${type}.`;
  const at = address.startsWith('module.') ? address.lastIndexOf(marker) : -1;
  return at < 0 ? '' : address.slice(0, at);
}

/** Quoted keys may hold brackets and dots; a quote inside a key is escaped. */
export const withoutInstanceKeys = (address: string): string => address.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');

function providerOf(type: string): CloudProvider | null {
  const prefix = type.slice(0, type.indexOf('_'));
  if (prefix === providerNames.AWS) return 'AWS';
  if (prefix === providerNames.AZURE) return 'AZURE';
  return prefix === providerNames.GCP ? 'GCP' : null;
}

function providersOf(configuration: Record<string, unknown>): PolicyInput['providers'] {
  return Object.values(objectOf(configuration['provider_config'])).flatMap((entry) => {
    if (!isObject(entry) || entry['module_address'] !== undefined) return [];
    const values = constants(entry['expressions']);
    return [{ name: textOf(entry['name']), alias: typeof entry['alias'] === 'string' ? entry['alias'] : null, values: maskByName(values) }];
  });
}

/** The literal arguments of a configuration block; what is an expression is left out. */
function constants(expressions: unknown): JsonObject {
  return Object.fromEntries(
    Object.entries(objectOf(expressions)).flatMap(([name, expression]): [string, Json][] => {
      if (Array.isArray(expression)) return [[name, expression.map(constants)]];
      return isObject(expression) && 'constant_value' in expression ? [[name, expression['constant_value'] as Json]] : [];
    }),
  );
}

/** Dotted paths of everything that after_unknown marks true. */
export function unknownPaths(marks: unknown, path: readonly string[] = []): string[] {
  if (marks === true) return path.length === 0 ? [] : [path.join('.')];
  if (Array.isArray(marks)) return marks.flatMap((mark, index) => unknownPaths(mark, [...path, String(index)]));
  if (isObject(marks)) return Object.entries(marks).flatMap(([name, mark]) => unknownPaths(mark, [...path, name]));
  return [];
}

function masked(value: unknown, marks: unknown): JsonObject | null {
  if (!isObject(value)) return null;
  const hidden = maskMarked(value as JsonObject, marks);
  return isObject(hidden) ? maskByName(hidden) : {};
}

const objectOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isObject) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
