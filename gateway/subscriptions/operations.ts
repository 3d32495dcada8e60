import type { SubscriptionNode } from '@apollo/query-planner';
import { type DocumentNode, type ExecutionArgs, type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Logger } from '#platform/database/logger';
import type { Admission, CostReport } from '../admission';
import type { GatewayConfig } from '../config';
import { internalError, publicError, refusal } from '../errors';
import { createCall, startDeadline } from '../execution/call';
import { type Executor, variableErrors } from '../execution/execute';
import type { Graph } from '../execution/graph';
import type { SubgraphTransport } from '../execution/transport';
import type { GraphSource } from '../supergraph';
import { EventStream, StreamEnded } from './event-stream';
import type { SocketSession } from './session';
import { openUpstream } from './upstream';

/** What an admitted operation carries from admission to execution. */
interface Admitted {
  session: SocketSession;
  graph: Graph;
  cost: CostReport;
}

export interface OperationOptions {
  graphs: GraphSource;
  admission: Admission;
  executor: Executor;
  transport: SubgraphTransport;
  config: Pick<GatewayConfig, 'contextTokenSecret' | 'operationDeadlineMs' | 'subgraph' | 'sockets'>;
  log: Logger;
}

/** Operations over a socket: admitted under the same rules as over HTTP. */
export interface SocketOperations {
  admit(session: SocketSession, running: number, payload: SubscribePayload): ExecutionArgs | readonly GraphQLError[];
  execute(args: ExecutionArgs): Promise<ExecutionResult>;
  subscribe(args: ExecutionArgs): EventStream;
  publish(session: SocketSession, errors: readonly GraphQLError[]): GraphQLFormattedError[];
}

export function createSocketOperations(options: OperationOptions): SocketOperations {
  const { graphs, admission, executor, config, log } = options;

  function read(
    session: SocketSession,
    graph: Graph,
    { query, operationName, variables }: SubscribePayload,
  ): { document: DocumentNode; cost: CostReport } | readonly GraphQLError[] {
    const document = admission.readDocument(graph, query);
    if (!('kind' in document)) return document;
    const cost = admission.admit(graph, document, operationName ?? undefined, variables ?? {}, session.caller);
    const invalid = variableErrors(graph, graph.plans.prepare(document, operationName ?? undefined), variables ?? {});
    return invalid.length
      ? invalid.map((error) => new GraphQLError(error.message, { nodes: error.nodes, extensions: { code: 'BAD_USER_INPUT' } }))
      : { document, cost };
  }

  function admit(session: SocketSession, running: number, payload: SubscribePayload): ExecutionArgs | readonly GraphQLError[] {
    if (running > config.sockets.operations)
      return [refusal('SUBSCRIPTION_LIMIT_EXCEEDED', `At most ${config.sockets.operations} operations run on one socket.`)];
    const graph = graphs.current();
    try {
      const admitted = read(session, graph, payload);
      if (!('document' in admitted)) return admitted;
      const contextValue: Admitted = { session, graph, cost: admitted.cost };
      return {
        schema: graph.schema,
        document: admitted.document,
        operationName: payload.operationName,
        variableValues: payload.variables,
        contextValue,
      };
    } catch (fault) {
      if (fault instanceof GraphQLError) return [fault];
      log.error({ err: fault, requestId: session.requestId }, 'an operation could not be prepared');
      return [internalError(session.requestId)];
    }
  }

  /** Runs work under a deadline and a fresh call for whoever the session stands for now. */
  async function within(
    session: SocketSession,
    work: (call: ReturnType<typeof createCall>) => Promise<ExecutionResult>,
  ): Promise<ExecutionResult> {
    const deadline = startDeadline(config.operationDeadlineMs);
    try {
      return await work(
        createCall(config.contextTokenSecret, { viewer: session.caller.viewer, requestId: session.requestId, signal: deadline.signal }),
      );
    } catch (fault) {
      log.error({ err: fault, requestId: session.requestId }, 'an operation failed');
      return { errors: [internalError(session.requestId)] };
    } finally {
      deadline.end();
    }
  }

  return {
    admit,
    async execute({ document, operationName, variableValues, contextValue }) {
      const { session, graph, cost } = contextValue as Admitted;
      const result = await within(session, (call) =>
        executor.execute(graph, document, operationName ?? undefined, { ...variableValues }, call),
      );
      return { ...result, extensions: { ...result.extensions, cost } };
    },
    subscribe({ document, operationName, variableValues, contextValue }) {
      const { session, graph } = contextValue as Admitted;
      const prepared = graph.plans.prepare(document, operationName ?? undefined);
      const { primary } = prepared.node as SubscriptionNode;
      const variables: Record<string, unknown> = { ...variableValues };
      const used = Object.fromEntries(
        (primary.variableUsages ?? []).flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])),
      );
      const { signal } = new AbortController();
      const call = createCall(config.contextTokenSecret, { viewer: session.caller.viewer, requestId: session.requestId, signal });
      const upstream = openUpstream(
        { transport: options.transport, limits: config.subgraph, queuedEvents: config.sockets.queuedEvents, log },
        primary,
        used,
        call,
      );
      const stream = new EventStream(
        upstream,
        (event) => within(session, (fresh) => executor.completeEvent(graph, prepared, variables, fresh, event)),
        (ended) => session.streams.delete(ended),
      );
      session.streams.add(stream);
      return stream;
    },
    publish(session, errors) {
      const all = errors.flatMap((error) => (error.originalError instanceof StreamEnded ? error.originalError.errors : [error]));
      return all.map((error) =>
        publicError(error.toJSON(), { requestId: session.requestId, hideSuggestions: admission.hidesSchema(session.caller) }),
      );
    },
  };
}
