import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { Graph } from './graph';
import { mergeInto } from './merge';
import { applyRewrites } from './rewrites';
import type { JsonObject } from './subgraph-answer';

/** What a fetch of entities asks for: each different entity once. */
export interface Representations {
  /** As JSON, ready to be sent. */
  texts: string[];
  /** For each object the position of its representation, or -1 when it lacks a required field. */
  positions: number[];
}

function representValue(graph: Graph, value: unknown, selections: readonly QueryPlanSelectionNode[]): unknown {
  if (Array.isArray(value)) return value.map((element) => representValue(graph, element, selections));
  return typeof value === 'object' && value !== null ? represent(graph, value as JsonObject, selections) : null;
}

/** @returns null when a field that is asked for was never fetched */
function represent(graph: Graph, source: JsonObject, selections: readonly QueryPlanSelectionNode[]): JsonObject | null {
  const result: JsonObject = {};
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const key = selection.alias ?? selection.name;
      const value = Object.hasOwn(source, key) ? source[key] : undefined;
      if (value === undefined) return null;
      result[key] = selection.selections ? representValue(graph, value, selection.selections) : value;
    } else if (
      selection.typeCondition &&
      typeof source['__typename'] === 'string' &&
      graph.typeMatches(source['__typename'], selection.typeCondition)
    ) {
      const part = represent(graph, source, selection.selections);
      if (part) mergeInto(result, part);
    }
  }
  return result;
}

/** Describes each object to the subgraph that is to complete it. */
export function representAll(
  graph: Graph,
  objects: readonly JsonObject[],
  { requires, inputRewrites }: Pick<FetchNode, 'requires' | 'inputRewrites'>,
): Representations {
  const known = new Map<string, number>();
  const positions = objects.map((object) => {
    const representation = represent(graph, object, requires ?? []);
    if (!representation?.['__typename']) return -1;
    applyRewrites(graph, inputRewrites, representation);
    const text = JSON.stringify(representation);
    const position = known.get(text) ?? known.size;
    known.set(text, position);
    return position;
  });
  return { texts: [...known.keys()], positions };
}
