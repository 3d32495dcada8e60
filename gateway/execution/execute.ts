import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import { evaluateCondition } from '@apollo/query-planner';
import type { GraphQLError } from 'graphql';
import { type DocumentNode, type ExecutionResult, executeSync, type FieldNode, getVariableValues, Kind } from 'graphql';
import type { Logger } from '#platform/database/logger';
import { internalError } from '../errors';
import type { Call } from './call';
import { absorb, fetchNode } from './fetch';
import type { Graph } from './graph';
import type { PlanPath } from './merge';
import type { PreparedOperation, Variables } from './plan';
import type { Run } from './run';
import type { ShapeState } from './shape';
import type { SubgraphAnswer } from './subgraph-answer';
import type { SubgraphTransport } from './transport';

export interface Executor {
  /** Runs a query or mutation. The document is validated; its variables are checked here. */
  execute(
    graph: Graph,
    document: DocumentNode,
    operationName: string | undefined,
    variables: Variables,
    call: Call,
  ): Promise<ExecutionResult>;
  /** Completes one event of a subscription: the owner's part is at hand, the rest is fetched. */
  completeEvent(
    graph: Graph,
    prepared: PreparedOperation,
    variables: Variables,
    call: Call,
    event: SubgraphAnswer,
  ): Promise<ExecutionResult>;
}

/** @returns what is wrong with the variables; empty when nothing is */
export function variableErrors(
  graph: Graph,
  { definition }: Pick<PreparedOperation, 'definition'>,
  variables: Variables,
  maxErrors = 5,
): readonly GraphQLError[] {
  return getVariableValues(graph.schema, definition.variableDefinitions ?? [], variables, { maxErrors }).errors ?? [];
}

/** The executor over @apollo/query-planner's plans. */
export function createExecutor(transport: SubgraphTransport, log: Logger): Executor {
  const start = (graph: Graph, variables: Variables, call: Call): Run => ({ graph, transport, log, call, variables, data: {}, errors: [] });
  return {
    async execute(graph, document, operationName, variables, call) {
      const prepared = graph.plans.prepare(document, operationName);
      const invalid = variableErrors(graph, prepared, variables);
      if (invalid.length) return { errors: invalid };
      const { node } = prepared;
      if (node?.kind === 'Subscription') throw new Error('a subscription is not executed but subscribed to');
      const run = start(graph, variables, call);
      if (node) await runNode(run, prepared, node, []);
      return finish(run, prepared);
    },
    async completeEvent(graph, prepared, variables, call, event) {
      const { primary, rest } = prepared.node as SubscriptionNode;
      const run = start(graph, variables, call);
      absorb(run, primary, [], [run.data], null, event);
      if (rest && event.data) await runNode(run, prepared, rest, []);
      return finish(run, prepared);
    },
  };
}

async function runNode(run: Run, prepared: PreparedOperation, node: PlanNode, path: PlanPath): Promise<void> {
  switch (node.kind) {
    case 'Fetch':
      return fetchNode(run, node, path);
    case 'Flatten':
      return runNode(run, prepared, node.node, [...path, ...node.path]);
    case 'Parallel':
      await Promise.all(node.nodes.map((child) => runNode(run, prepared, child, path)));
      return;
    case 'Sequence':
      for (const child of node.nodes) await runNode(run, prepared, child, path);
      return;
    case 'Condition': {
      const branch = evaluateCondition(node, prepared.operation.variableDefinitions, run.variables) ? node.ifClause : node.elseClause;
      return branch && runNode(run, prepared, branch, path);
    }
    case 'Defer':
      throw new Error('the planner is configured without @defer');
  }
}

function finish(run: Run, prepared: PreparedOperation): ExecutionResult {
  const variables = { ...prepared.defaults, ...run.variables };
  const state: ShapeState = { faults: [], indices: [], introspect: (nodes) => introspect(run, prepared, nodes) };
  const data = prepared.shapeFor(variables)(run.data, state);
  // Without any other error nothing would tell the caller why a field is null.
  if (!run.errors.length && state.faults.length) {
    run.log.error(
      { requestId: run.call.requestId, faults: state.faults.slice(0, 5) },
      'a subgraph answered with values that the schema does not allow',
    );
    run.errors.push(...state.faults.slice(0, 5).map((fault) => internalError(run.call.requestId, fault.path)));
  }
  return run.errors.length ? { errors: run.errors, data } : { data };
}

function introspect({ graph, variables }: Run, { definition, fragments }: PreparedOperation, nodes: readonly FieldNode[]): unknown {
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...definition, selectionSet: { kind: Kind.SELECTION_SET, selections: [...nodes] } }, ...fragments.values()],
  };
  const { data } = executeSync({ schema: graph.schema, document, variableValues: variables });
  return Object.values(data ?? {})[0] ?? null;
}
