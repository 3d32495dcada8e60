import type { Server } from 'node:http';
import { GraphQLError, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { CallContext } from '../context-token';
import type { Logger } from '../database/logger';
import { withRequestId } from '../log';
import { maskError } from './masking';

interface Options<C extends object> {
  server: Server;
  schema: GraphQLSchema;
  log: Logger;
  callOf(authorization: string | undefined): CallContext | null;
  createContext(call: CallContext): C;
}

/** graphql-transport-ws for the gateway: the same context token, in connection_init's payload as `authorization`. */
export function serveSubscriptions<C extends object>({
  server,
  schema,
  log,
  callOf,
  createContext,
}: Options<C>): { stop(): Promise<void> } {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: 1_000_000 });
  const masked = (errors: readonly GraphQLError[]): GraphQLError[] => errors.map((fault) => toError(maskError(fault.toJSON(), fault, log)));
  const maskResult = <R extends ExecutionResult>(result: R): R => (result.errors ? { ...result, errors: masked(result.errors) } : result);
  const disposable = useServer<Record<string, unknown>, { call?: CallContext }>(
    {
      schema,
      onConnect(context) {
        const authorization = context.connectionParams?.['authorization'];
        const call = typeof authorization === 'string' ? callOf(authorization) : null;
        if (!call) return false;
        context.extra.call = call;
        return true;
      },
      context: (context) => {
        const call = context.extra.call!;
        return withRequestId(call.requestId, () => createContext(call));
      },
      // Left to graphql-ws, a syntax error would close the socket with all its other operations.
      onSubscribe(_context, _id, { query, operationName, variables }) {
        const document = parsed(query);
        if (document instanceof GraphQLError) return [document];
        const faults = validate(schema, document);
        if (faults.length) return faults.map(({ message }) => coded(message, 'GRAPHQL_VALIDATION_FAILED'));
        return { schema, document, operationName, variableValues: variables };
      },
      onError: (_context, _id, _payload, errors) => masked(errors),
      onNext: (_context, _id, _payload, _args, result) => maskResult(result),
    },
    sockets,
    12_000,
  );
  return {
    async stop() {
      await disposable.dispose();
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}

const toError = (formatted: { message: string; extensions?: Record<string, unknown> }): GraphQLError =>
  new GraphQLError(formatted.message, { extensions: formatted.extensions });

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (fault) {
    if (fault instanceof GraphQLError) return coded(fault.message, 'GRAPHQL_PARSE_FAILED');
    throw fault;
  }
}

const coded = (message: string, code: string): GraphQLError => new GraphQLError(message, { extensions: { code } });
