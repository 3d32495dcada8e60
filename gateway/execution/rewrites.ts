import type { FetchDataRewrite } from '@apollo/query-planner';
import type { Graph } from './graph';
import type { JsonObject } from './subgraph-answer';

// @apollo/gateway has the same functions, but does not export them.
const fragmentPrefix = '... on ';

function visitAt(
  graph: Pick<Graph, 'typeMatches'>,
  path: readonly string[],
  at: number,
  value: unknown,
  change: (object: JsonObject) => void,
): void {
  if (Array.isArray(value)) {
    for (const element of value) visitAt(graph, path, at, element, change);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const object = value as JsonObject;
  const element = path[at];
  if (element === undefined) return change(object);
  if (!element.startsWith(fragmentPrefix))
    return visitAt(graph, path, at + 1, Object.hasOwn(object, element) ? object[element] : undefined, change);
  const typename = object['__typename'];
  if (typeof typename !== 'string' || graph.typeMatches(typename, element.slice(fragmentPrefix.length)))
    visitAt(graph, path, at + 1, object, change);
}

/** Applies what the planner asks to be renamed or set in the data of a fetch, in place. */
export function applyRewrites(graph: Pick<Graph, 'typeMatches'>, rewrites: readonly FetchDataRewrite[] | undefined, value: unknown): void {
  for (const rewrite of rewrites ?? []) {
    const key = rewrite.path.at(-1);
    if (key === undefined) continue;
    visitAt(graph, rewrite.path.slice(0, -1), 0, value, (object) => {
      if (rewrite.kind === 'ValueSetter') {
        object[key] = rewrite.setValueTo;
      } else if (Object.hasOwn(object, key) && object[key]) {
        object[rewrite.renameKeyTo] = object[key];
        object[key] = undefined;
      }
    });
  }
}

/** The caller's name of a field that the planner had to alias in a fetch. */
export function originalName(rewrites: readonly FetchDataRewrite[] | undefined, name: string): string {
  const renamed = rewrites?.find((one) => one.kind === 'KeyRenamer' && one.path.at(-1) === name);
  return renamed?.kind === 'KeyRenamer' ? renamed.renameKeyTo : name;
}
