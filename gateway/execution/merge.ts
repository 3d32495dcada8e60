import type { JsonObject } from './subgraph-answer';

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

function put(target: JsonObject, key: string, value: unknown): void {
  // A JSON scalar may hold a key of this name: it is data, and must not become a prototype.
  if (key === '__proto__') Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
  else target[key] = value;
}

function mergeLists(target: unknown[], source: unknown[]): void {
  for (let at = 0; at < source.length; at += 1) {
    const into = target[at];
    const from = source[at];
    if (isObject(into) && isObject(from)) mergeInto(into, from);
    else target[at] = from;
  }
}

/** Adds what another fetch found out about the same object; lists of the same length are merged element by element. */
export function mergeInto(target: JsonObject, source: JsonObject): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined) continue;
    const known = Object.hasOwn(target, key) ? target[key] : undefined;
    if (isObject(known) && isObject(value)) mergeInto(known, value);
    else if (Array.isArray(known) && Array.isArray(value) && known.length === value.length) mergeLists(known, value);
    else put(target, key, value);
  }
}

export type PlanPath = readonly (string | number)[];
export type ResponsePath = (string | number)[];

/** All objects at a path of a query plan, in which `@` stands for every element of a list. */
export function objectsAt(root: JsonObject, path: PlanPath): JsonObject[] {
  const found: JsonObject[] = [];
  const walk = (value: unknown, at: number): void => {
    if (value === undefined || value === null) return;
    if (Array.isArray(value)) {
      for (const element of value) walk(element, path[at] === '@' ? at + 1 : at);
    } else if (at === path.length) {
      if (isObject(value)) found.push(value);
    } else if (isObject(value) && path[at] !== '@') {
      const key = String(path[at]);
      walk(Object.hasOwn(value, key) ? value[key] : undefined, at + 1);
    }
  };
  walk(root, 0);
  return found;
}

/** Where in the answer each object of `objectsAt` is, in the same order. Only needed when something went wrong. */
export function responsePathsAt(root: JsonObject, path: PlanPath): ResponsePath[] {
  const found: ResponsePath[] = [];
  const walk = (value: unknown, at: number, here: ResponsePath): void => {
    if (value === undefined || value === null) return;
    if (Array.isArray(value)) {
      value.forEach((element, index) => walk(element, path[at] === '@' ? at + 1 : at, [...here, index]));
    } else if (at === path.length) {
      if (isObject(value)) found.push(here);
    } else if (isObject(value) && path[at] !== '@') {
      const key = String(path[at]);
      walk(Object.hasOwn(value, key) ? value[key] : undefined, at + 1, [...here, key]);
    }
  };
  walk(root, 0, []);
  return found;
}
