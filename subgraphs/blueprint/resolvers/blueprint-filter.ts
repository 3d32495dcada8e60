import { isObject, type JsonObject } from '#domain/json';
import { Denial } from '#platform/denial';
import type { BlueprintFilter as BlueprintFilterInput } from '../generated/resolvers';
import type { BlueprintFilter } from '../store/blueprint';

/** The filter argument, with its JSON checked. */
export function blueprintFilter(filter: BlueprintFilterInput | null | undefined): BlueprintFilter {
  const labels = filter?.labels ?? null;
  if (labels !== null && !isObject(labels)) throw new Denial('BAD_USER_INPUT', 'labels is an object.', { argument: 'filter' });
  if (filter?.search && (filter.search.length > 200 || filter.search.includes('\0')))
    throw new Denial('BAD_USER_INPUT', 'search has at most 200 characters.', { argument: 'filter' });
  return { ...filter, labels: labels as JsonObject | null };
}
