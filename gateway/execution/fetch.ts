import type { FetchNode } from '@apollo/query-planner';
import { GraphQLError, Kind, parse, type SelectionSetNode } from 'graphql';
import { internalError, isSubgraphCode } from '../errors';
import { mergeInto, objectsAt, type PlanPath, type ResponsePath, responsePathsAt } from './merge';
import { representAll, type Representations } from './representations';
import { applyRewrites, originalName } from './rewrites';
import type { Run } from './run';
import { parseAnswer, type JsonObject, type SubgraphAnswer, type SubgraphError } from './subgraph-answer';
import { SubgraphFailure } from './transport';

const bodyPrefixes = new WeakMap<FetchNode, string>();

/** The part of a request's body that is the same for every run of a plan. */
function bodyPrefix(node: FetchNode): string {
  let prefix = bodyPrefixes.get(node);
  if (prefix === undefined) {
    const name = node.operationName ? `"operationName":${JSON.stringify(node.operationName)},` : '';
    bodyPrefixes.set(node, (prefix = `{${name}"query":${JSON.stringify(node.operation)},"variables":{`));
  }
  return prefix;
}

function bodyOf(node: FetchNode, variables: Record<string, unknown>, representations: Representations | null): string {
  const parts: string[] = [];
  for (const name of node.variableUsages ?? [])
    if (Object.hasOwn(variables, name) && variables[name] !== undefined)
      parts.push(`${JSON.stringify(name)}:${JSON.stringify(variables[name])}`);
  if (representations) parts.push(`"representations":[${representations.texts.join(',')}]`);
  return `${bodyPrefix(node)}${parts.join(',')}}}`;
}

/** Runs one fetch of a plan and merges what it finds into the run's data; faults end up among the run's errors. */
export async function fetchNode(run: Run, node: FetchNode, path: PlanPath): Promise<void> {
  const objects = objectsAt(run.data, path);
  if (!objects.length) return;
  const representations = node.requires ? representAll(run.graph, objects, node) : null;
  if (representations && !representations.texts.length) return;
  let answer: SubgraphAnswer;
  try {
    answer = await send(run, node, bodyOf(node, run.variables, representations));
  } catch (fault) {
    if (!(fault instanceof SubgraphFailure)) throw fault;
    run.errors.push(...failures(run, node, path, representations, fault));
    return;
  }
  absorb(run, node, path, objects, representations, answer);
}

async function send(run: Run, node: FetchNode, body: string): Promise<SubgraphAnswer> {
  const subgraph = node.serviceName;
  const response = await run.transport.request(subgraph, {
    method: 'POST',
    path: '/graphql',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${run.call.contextToken(subgraph)}`,
      'x-request-id': run.call.requestId,
    },
    body,
    signal: run.call.signal,
    repeatable: node.operationKind === 'query',
  });
  const answer = parseAnswer(response);
  if (answer) return answer;
  run.log.error(
    { subgraph, requestId: run.call.requestId, status: response.status, contentType: response.contentType },
    'a subgraph answered without GraphQL',
  );
  throw new SubgraphFailure('SUBGRAPH_UNAVAILABLE', subgraph);
}

/** Merges an answer, whether it was just fetched or came as an event, into the run. */
export function absorb(
  run: Run,
  node: FetchNode,
  path: PlanPath,
  objects: readonly JsonObject[],
  representations: Representations | null,
  { data, errors }: SubgraphAnswer,
): void {
  for (const error of errors ?? []) run.errors.push(publish(run, node, path, representations, error));
  if (!data) return;
  if (!representations) {
    applyRewrites(run.graph, node.outputRewrites, data);
    for (const object of objects) mergeInto(object, data);
    return;
  }
  const entities = data['_entities'];
  if (!Array.isArray(entities) || entities.length !== representations.texts.length) {
    run.log.error({ subgraph: node.serviceName, requestId: run.call.requestId }, 'a subgraph answered with other entities than asked for');
    run.errors.push(internalError(run.call.requestId, firstPath(run, path, representations, 0)));
    return;
  }
  mergeEntities(run, node, objects, representations, entities as (JsonObject | null)[]);
}

function mergeEntities(
  run: Run,
  node: FetchNode,
  objects: readonly JsonObject[],
  { positions }: Representations,
  entities: readonly (JsonObject | null)[],
): void {
  const rewritten = new Set<number>();
  objects.forEach((object, at) => {
    const position = positions[at]!;
    const entity = entities[position];
    if (!entity) return;
    entity['__typename'] ??= object['__typename'];
    if (!rewritten.has(position)) applyRewrites(run.graph, node.outputRewrites, entity);
    rewritten.add(position);
    mergeInto(object, entity);
  });
}

/** Where the first object with this representation is in the answer. */
function firstPath(run: Run, path: PlanPath, { positions }: Representations, position: number): ResponsePath | undefined {
  return responsePathsAt(run.data, path)[positions.indexOf(position)];
}

/** A subgraph's error as callers may see it, at its place in the whole answer. */
function publish(run: Run, node: FetchNode, path: PlanPath, representations: Representations | null, error: SubgraphError): GraphQLError {
  const within = Array.isArray(error.path)
    ? error.path.map((part) => (typeof part === 'string' ? originalName(node.outputRewrites, part) : part))
    : undefined;
  const place = representations
    ? within && typeof within[1] === 'number'
      ? [...(firstPath(run, path, representations, within[1]) ?? []), ...within.slice(2)]
      : firstPath(run, path, representations, 0)
    : within;
  const code = String(error.extensions?.['code'] ?? '');
  if (!isSubgraphCode(code)) {
    run.log.error(
      { subgraph: node.serviceName, requestId: run.call.requestId, subgraphCode: code, path: place },
      'a subgraph answered with an error',
    );
    return internalError(run.call.requestId, place);
  }
  return new GraphQLError(String(error.message ?? code), { path: place, extensions: { code, ...publicDetails(error.extensions) } });
}

/** When to come back, and which argument, and what within it, is at fault. */
function publicDetails({ retryAfter, argument, path }: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...(typeof retryAfter === 'number' ? { retryAfter } : {}),
    ...(typeof argument === 'string' ? { argument } : {}),
    ...(Array.isArray(path) && path.every((part) => typeof part === 'string') ? { path } : {}),
  };
}

/** One error for each field at the top that a lost fetch was to give, or for the first of the entities. */
function failures(
  run: Run,
  node: FetchNode,
  path: PlanPath,
  representations: Representations | null,
  fault: SubgraphFailure,
): GraphQLError[] {
  const at = (place: ResponsePath | undefined): GraphQLError =>
    new GraphQLError(fault.message, {
      path: place,
      extensions: { code: fault.code, service: node.serviceName, requestId: run.call.requestId },
    });
  if (representations) return [at(firstPath(run, path, representations, 0))];
  return rootKeys(node).map((key) => at([key]));
}

const rootKeysByNode = new WeakMap<FetchNode, string[]>();

/** The names under which a fetch at the top answers. */
function rootKeys(node: FetchNode): string[] {
  const known = rootKeysByNode.get(node);
  if (known) return known;
  const keys = new Set<string>();
  const collect = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) keys.add(originalName(node.outputRewrites, selection.alias?.value ?? selection.name.value));
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
    }
  };
  for (const definition of parse(node.operation, { noLocation: true }).definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) collect(definition.selectionSet);
  keys.delete('__typename');
  rootKeysByNode.set(node, [...keys]);
  return [...keys];
}
