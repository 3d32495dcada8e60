import { canonicalJson } from '../json';
import { type BlueprintContent, resourceAddress, type ResourceSpec } from './content';
import { providerAddress } from './graph-references';

/**
 * The text whose sha256 is a revision's content hash: equal designs have equal text. Irrelevant, and so levelled out: the order
 * of resources, data sources, module calls, variables, outputs, components and provider configurations, of object keys, and the
 * order and repetition of dependsOn. Everything else counts, the order inside lists and expressions' spelling included.
 */
export function canonicalContent(content: BlueprintContent): string {
  return canonicalJson({
    ...content,
    components: sortedBy(content.components, (component) => component.name),
    resources: sortedBy(content.resources.map(withSortedDependencies), resourceKey),
    dataSources: sortedBy(content.dataSources.map(withSortedDependencies), resourceKey),
    moduleCalls: sortedBy(content.moduleCalls.map(withSortedDependencies), (call) => call.name),
    variables: sortedBy(content.variables, (variable) => variable.name),
    outputs: sortedBy(content.outputs, (output) => output.name),
    providerConfigurations: sortedBy(content.providerConfigurations, providerAddress),
  });
}

const resourceKey = (resource: ResourceSpec): string => resourceAddress(resource);

const withSortedDependencies = <T extends { dependsOn: string[] }>(block: T): T => ({
  ...block,
  dependsOn: [...new Set(block.dependsOn)].sort(),
});

/** Sorted by key; members of one key, which validation refuses, by their text, so that their order does not count either. */
function sortedBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  return keyed
    .sort((a, b) => {
      if (a.key !== b.key) return a.key < b.key ? -1 : 1;
      return canonicalJson(a.item) < canonicalJson(b.item) ? -1 : 1;
    })
    .map(({ item }) => item);
}
