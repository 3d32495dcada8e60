import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { leafCheck } from './leaf';
import { collectFields, type SelectionScope } from './selection';
import type { JsonObject } from './subgraph-answer';

/** A value of a subgraph that the schema does not allow. */
export interface ShapeFault {
  message: string;
  path: (string | number)[];
}

export interface ShapeState {
  faults: ShapeFault[];
  /** Position in each list that is being walked, outermost first. */
  indices: number[];
  /** Answers `__schema` or `__type`. */
  introspect(nodes: readonly FieldNode[]): unknown;
}

/** Makes the answer of an operation out of all that the subgraphs gave, or null when a non-null field at the top has none. */
export type Shape = (data: JsonObject, state: ShapeState) => JsonObject | null;

/** A non-null position without a value: the nearest nullable position around it becomes null. */
const nulled = Symbol('nulled');

/** Where a position is: names, and for each list the depth at which `ShapeState.indices` has its index. */
type PathTemplate = readonly (string | number)[];
type Complete = (value: unknown, state: ShapeState) => unknown;

const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Reads a field of a subgraph's object; a field may be called like a member of Object.prototype. */
const reader = (key: string): ((source: JsonObject) => unknown) =>
  inherited.has(key) ? (source) => (Object.hasOwn(source, key) ? source[key] : undefined) : (source) => source[key];

const fault = (state: ShapeState, template: PathTemplate, message: string): void => {
  state.faults.push({ message, path: template.map((part) => (typeof part === 'number' ? state.indices[part]! : part)) });
};

/**
 * Compiles, once per operation, what would otherwise be decided for each object: which fields it has, under which names,
 * and which values they may hold (GraphQL specification, 6.4.3).
 */
export function compileShape({
  definition,
  ...scope
}: SelectionScope & { definition: OperationDefinitionNode; fragments: ReadonlyMap<string, FragmentDefinitionNode> }): Shape {
  const root = scope.schema.getRootType(definition.operation);
  if (!root) throw new Error(`the schema has no ${definition.operation} type`);
  const complete = compileObject(scope, root, [definition.selectionSet], []);
  return (data, state) => {
    const value = complete(data, state);
    return value === nulled ? null : (value as JsonObject);
  };
}

function compileValue(scope: SelectionScope, type: GraphQLOutputType, nodes: FieldNode[], path: PathTemplate, where: string): Complete {
  if (isNonNullType(type)) return nonNull(compileValue(scope, type.ofType, nodes, path, where), path, where);
  if (isListType(type)) {
    const depth = path.filter((part) => typeof part === 'number').length;
    return list(compileValue(scope, type.ofType, nodes, [...path, depth], where), depth, path, where);
  }
  if (isLeafType(type)) {
    const fits = leafCheck(type);
    return (value, state) => {
      if (value == null) return null;
      if (fits(value)) return value;
      fault(state, path, `Invalid value found for field ${where}.`);
      return null;
    };
  }
  return composite(scope, type, nodes, path, where);
}

const nonNull =
  (inner: Complete, path: PathTemplate, where: string): Complete =>
  (value, state) => {
    const before = state.faults.length;
    const completed = inner(value, state);
    if (completed !== null) return completed;
    if (state.faults.length === before) fault(state, path, `Cannot return null for non-nullable field ${where}.`);
    return nulled;
  };

const list =
  (inner: Complete, depth: number, path: PathTemplate, where: string): Complete =>
  (value, state) => {
    if (value == null) return null;
    if (!Array.isArray(value)) {
      fault(state, path, `Invalid non-list value found for field ${where}.`);
      return null;
    }
    const completed = new Array<unknown>(value.length);
    let isNulled = false;
    for (let at = 0; at < value.length; at += 1) {
      state.indices[depth] = at;
      const element = inner(value[at], state);
      if (element === nulled) isNulled = true;
      completed[at] = element;
    }
    return isNulled ? null : completed;
  };

function composite(scope: SelectionScope, type: GraphQLCompositeType, nodes: FieldNode[], path: PathTemplate, where: string): Complete {
  const selectionSets = nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
  const byType = new Map<string, Complete | null>();
  const compiledFor = (name: string): Complete | null => {
    const known = byType.get(name);
    if (known !== undefined) return known;
    const actual = scope.schema.getType(name);
    const compiled = isCompositeType(actual) ? compileObject(scope, actual, selectionSets, path) : null;
    // Names that are no types come from a faulty subgraph and are not remembered.
    if (compiled) byType.set(name, compiled);
    return compiled;
  };
  return (value, state) => {
    if (value == null) return null;
    const typename = typeof value === 'object' ? ((value as JsonObject)['__typename'] ?? type.name) : undefined;
    const complete = typeof typename === 'string' ? compiledFor(typename) : null;
    if (!complete) {
      fault(
        state,
        path,
        typename === undefined
          ? `Invalid non-object value found for field ${where}.`
          : `Invalid __typename found for object at field ${where}.`,
      );
      return null;
    }
    const completed = complete(value, state);
    return completed === nulled ? null : completed;
  };
}

function compileObject(
  scope: SelectionScope,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
  path: PathTemplate,
): Complete {
  const parts = collectFields(scope, type, selectionSets).map(({ key, name, nodes }) => ({
    key,
    read: reader(key),
    complete: compileField(scope, type, name, nodes, [...path, key]),
  }));
  return (value, state) => {
    const source = value as JsonObject;
    const completed: JsonObject = {};
    for (const { key, read, complete } of parts) {
      const field = complete(read(source), state);
      if (field === nulled) return nulled;
      completed[key] = field;
    }
    return completed;
  };
}

function compileField(scope: SelectionScope, type: GraphQLCompositeType, name: string, nodes: FieldNode[], path: PathTemplate): Complete {
  if (name === '__typename') {
    const answer = isObjectType(type) ? type.name : nulled;
    return () => answer;
  }
  if (name === '__schema' || name === '__type') return (_value, state) => state.introspect(nodes);
  const field = 'getFields' in type ? type.getFields()[name] : undefined;
  if (!field) throw new Error(`the document was not validated: ${type.name}.${name} does not exist`);
  return compileValue(scope, field.type, nodes, path, `${type.name}.${name}`);
}
