import { type DocumentNode, getOperationAST, GraphQLError, parse, specifiedRules, validate } from 'graphql';
import { BoundedMap } from './bounded-map';
import type { GatewayConfig } from './config';
import type { Caller } from './credentials';
import { refusal } from './errors';
import type { Graph } from './execution/graph';
import { limitFault } from './limits';
import { Throttle, type ThrottleStatus } from './throttle';

/** `extensions.cost` of an answer. */
export interface CostReport {
  requestedQueryCost: number;
  throttleStatus: ThrottleStatus;
}

/** Decides what may run; the same for HTTP and WebSocket. */
export interface Admission {
  /** The fault of a document that is too large; undefined also for text that does not parse, which its parser reports. */
  checkSize(source: string): GraphQLError | undefined;
  /** Parses, measures and validates. */
  readDocument(graph: Graph, source: string): DocumentNode | readonly GraphQLError[];
  /**
   * Whether this caller may run this operation now; takes its cost from the caller's bucket.
   *
   * @throws GraphQLError
   */
  admit(
    graph: Graph,
    document: DocumentNode,
    operationName: string | undefined,
    variables: Record<string, unknown>,
    caller: Caller,
  ): CostReport;
  /** Whether names of the schema have to be kept out of error messages. */
  hidesSchema(caller: Caller): boolean;
}

// A long text costs more memory than its check costs time.
const longestRemembered = 20_000;

export function createAdmission({
  limits,
  throttle: throttleLimits,
  introspection,
}: Pick<GatewayConfig, 'limits' | 'throttle' | 'introspection'>): Admission {
  const throttle = new Throttle(throttleLimits);
  const small = new BoundedMap<string, true>(2_000);
  const documents = new WeakMap<Graph, BoundedMap<string, DocumentNode>>();
  const mayIntrospect = (caller: Caller): boolean =>
    introspection === 'everyone' || (introspection === 'signed-in' && caller.viewer.kind !== 'anonymous');

  function parseWithin(source: string): DocumentNode | GraphQLError {
    try {
      const document = parse(source, { maxTokens: limits.tokens });
      return limitFault(document, limits) ?? document;
    } catch (fault) {
      if (fault instanceof GraphQLError)
        return new GraphQLError(fault.message, {
          nodes: fault.nodes,
          source: fault.source,
          positions: fault.positions,
          extensions: { code: 'GRAPHQL_PARSE_FAILED' },
        });
      // Nesting that exhausts the parser's stack.
      if (fault instanceof RangeError)
        return refusal('DEPTH_LIMIT_EXCEEDED', `Levels of nesting: at most ${limits.depth} are allowed.`, { status: 400 });
      throw fault;
    }
  }

  function validated(graph: Graph, document: DocumentNode): DocumentNode | readonly GraphQLError[] {
    const errors = validate(graph.schema, document, specifiedRules, { maxErrors: limits.validationErrors });
    if (!errors.length) return document;
    return errors.map(
      (error) => new GraphQLError(error.message, { nodes: error.nodes, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }),
    );
  }

  return {
    checkSize(source) {
      if (small.get(source)) return undefined;
      const outcome = parseWithin(source);
      if (!(outcome instanceof GraphQLError)) {
        if (source.length <= longestRemembered) small.set(source, true);
        return undefined;
      }
      return outcome.extensions['code'] === 'GRAPHQL_PARSE_FAILED' ? undefined : outcome;
    },
    readDocument(graph, source) {
      let known = documents.get(graph);
      if (!known) documents.set(graph, (known = new BoundedMap(1_000)));
      const document = known.get(source);
      if (document) return document;
      const parsed = parseWithin(source);
      if (parsed instanceof GraphQLError) return [parsed];
      const outcome = validated(graph, parsed);
      if ('kind' in outcome && source.length <= longestRemembered) known.set(source, outcome);
      return outcome;
    },
    admit(graph, document, operationName, variables, caller) {
      const operation = getOperationAST(document, operationName);
      if (!operation)
        throw refusal('OPERATION_RESOLUTION_FAILURE', 'The operation to run is not determined: name one of the document.', { status: 400 });
      const { cost, introspects, pageSizes } = graph.costs.measure(document, operation, variables);
      if (introspects && !mayIntrospect(caller))
        throw refusal('INTROSPECTION_DISABLED', 'Introspection is not available to this caller.', { status: 400 });
      const odd = pageSizes.find(({ size }) => size < 1 || size > limits.pageSize);
      if (odd)
        throw refusal('BAD_USER_INPUT', `${odd.argument} of ${odd.field} must be between 1 and ${limits.pageSize}.`, { status: 400 });
      if (cost > limits.cost)
        throw refusal('COST_LIMIT_EXCEEDED', `The operation costs ${cost} points; at most ${limits.cost} are allowed.`, {
          status: 400,
          requestedQueryCost: cost,
        });
      return { requestedQueryCost: cost, throttleStatus: throttle.take(caller.key, cost) };
    },
    hidesSchema: (caller) => !mayIntrospect(caller),
  };
}
