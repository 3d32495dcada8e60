import { resourceAddress, type ResourceSpec } from '#domain/blueprint/content';
import { pageOf, type Page, type PageRequest } from '#platform/page';

/** A page of resources that are in address order, by address. */
export function pageByAddress<T extends Pick<ResourceSpec, 'type' | 'name'>>(resources: T[], request: PageRequest): Page<T> {
  const after = request.after?.[0];
  const start = after === undefined ? 0 : resources.findIndex((one) => resourceAddress(one) > after);
  return pageOf(start < 0 ? [] : resources.slice(start, start + request.limit + 1), request, () => resources.length);
}
