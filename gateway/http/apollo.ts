import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { Logger } from '#platform/database/logger';
import { currentRequestId } from '#platform/log';
import type { Admission, CostReport } from '../admission';
import type { GatewayConfig } from '../config';
import type { Caller } from '../credentials';
import { isUnexpected, publicError, refusal } from '../errors';
import type { Call } from '../execution/call';
import type { GraphSource } from '../supergraph';

export interface ApolloContext {
  call: Call;
  caller: Caller;
  /** Filled in while the request is answered; shared with whoever watches the connection. */
  progress: { changesData: boolean; cost?: CostReport };
}

/** Lets only admitted operations run, and reports their cost. */
function admissionPlugin(admission: Admission, graphs: GraphSource): ApolloServerPlugin<ApolloContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request, contextValue }) {
          const { caller, progress } = contextValue;
          if (operation?.operation === 'subscription') {
            throw refusal('BAD_REQUEST', 'Subscriptions are served over WebSocket (graphql-transport-ws) at this path.', { status: 400 });
          }
          progress.cost = admission.admit(graphs.current(), document, request.operationName, request.variables ?? {}, caller);
          progress.changesData = operation?.operation === 'mutation';
        },
        async willSendResponse({ response, contextValue }) {
          if (response.body.kind !== 'single') return;
          const { caller, progress } = contextValue;
          const result = response.body.singleResult;
          if (progress.cost) result.extensions = { ...result.extensions, cost: progress.cost };
          if (result.errors && admission.hidesSchema(caller))
            result.errors = result.errors.map((error) => publicError(error, { requestId: currentRequestId(), hideSuggestions: true }));
        },
      };
    },
  };
}

/** GraphQL over HTTP as Apollo Server does it, over our gateway. */
export async function startApollo(options: {
  gateway: GatewayInterface & GraphSource;
  admission: Admission;
  config: Pick<GatewayConfig, 'limits' | 'sandbox'>;
  log: Logger;
}): Promise<ApolloServer<ApolloContext>> {
  const { gateway, admission, config, log } = options;
  const apollo = new ApolloServer<ApolloContext>({
    gateway,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // Who may introspect depends on the caller: admission decides.
    introspection: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    maxRecursiveSelections: true,
    parseOptions: { maxTokens: config.limits.tokens },
    validationOptions: { maxErrors: config.limits.validationErrors },
    formatError(formatted, fault) {
      if (isUnexpected(formatted)) log.error({ err: fault }, 'an operation failed');
      return publicError(formatted, { requestId: currentRequestId(), hideSuggestions: false });
    },
    logger: {
      debug: (m) => log.debug({}, String(m)),
      info: (m) => log.info({}, String(m)),
      warn: (m) => log.warn({}, String(m)),
      error: (m) => log.error({}, String(m)),
    },
    plugins: [
      admissionPlugin(admission, gateway),
      config.sandbox ? ApolloServerPluginLandingPageLocalDefault({ embed: true, footer: false }) : ApolloServerPluginLandingPageDisabled(),
    ],
  });
  await apollo.start();
  return apollo;
}
