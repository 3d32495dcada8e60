import { createCredential, type TokenSupplier } from './credential';
import type {
  DeploymentLogSubscription,
  DeploymentLogSubscriptionVariables,
  DeploymentStatusChangedSubscription,
  DeploymentStatusChangedSubscriptionVariables,
  DriftAlertChangedSubscription,
  DriftAlertChangedSubscriptionVariables,
} from './generated/operations';
import { DeploymentLogDocument, DeploymentStatusChangedDocument, DriftAlertChangedDocument } from './generated/operations';
import { createLive, type ConnectionState, type WatchOptions } from './live';
import { createMethods, type LintelMethods } from './methods';
import { createTransport, type Execute } from './transport';

/** How to reach a Lintel server. */
export interface ClientOptions {
  /** Base URL of the server, e.g. https://lintel.example.com; /graphql is added to it. */
  url: string;
  /** Access token or API token that does not change. */
  token?: string;
  /** Supplies the token of every call and connection, and another one when the server refuses it; wins over `token`. */
  getToken?: TokenSupplier;
  /** By default the platform's own. */
  fetch?: typeof fetch;
  /** A WebSocket class; by default the platform's own. Node 20 has none: pass that of the npm package ws. */
  webSocket?: unknown;
  /** Milliseconds until a call without an answer fails; by default 35,000, a little above the server's own deadline. */
  timeoutMs?: number;
}

/** A status transition of a deployment. */
export type DeploymentStatusEvent = DeploymentStatusChangedSubscription['deploymentStatusChanged'];
/** A change of a drift alert's state or content. */
export type DriftAlertEvent = DriftAlertChangedSubscription['driftAlertChanged'];
/** One line of a deployment's log. */
export type DeploymentLogLine = DeploymentLogSubscription['deploymentLog'];

/** The graph as typed methods and streams. Every method rejects with a LintelError and nothing else. */
export interface LintelClient extends LintelMethods {
  /** Runs a typed document that the methods do not cover. */
  execute: Execute;
  /** Status transitions: replayed from `after`, then live; resumed after the last cursor when the connection breaks. */
  watchDeployments(variables: DeploymentStatusChangedSubscriptionVariables, options?: WatchOptions): AsyncIterable<DeploymentStatusEvent>;
  /** Drift alerts: replayed from `after`, then live; resumed after the last cursor when the connection breaks. */
  watchDriftAlerts(variables: DriftAlertChangedSubscriptionVariables, options?: WatchOptions): AsyncIterable<DriftAlertEvent>;
  /** Lines of a deployment's log from the first one (or from `after`) to the end of the run. */
  watchLog(variables: DeploymentLogSubscriptionVariables, options?: WatchOptions): AsyncIterable<DeploymentLogLine>;
  /** Calls the listener with the present state of the live connection and with every change; returns what ends it. */
  onConnection(listener: (state: ConnectionState) => void): () => void;
  /** Ends all streams and closes the connection. Calls over HTTP still work. */
  dispose(): Promise<void>;
}

/**
 * A client of one Lintel server. It opens no connection until it is used.
 *
 * @example
 * const lintel = createClient({ url: 'http://localhost:3000', token });
 * const { project, userErrors } = await lintel.createProject({ organizationId, name: 'Shop' });
 * for await (const event of lintel.watchDeployments({ organizationId })) console.log(event.status);
 */
export function createClient(options: ClientOptions): LintelClient {
  const endpoint = endpointOf(options.url);
  const credential = createCredential(options);
  const execute = createTransport({
    endpoint: endpoint.href,
    credential,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    timeoutMs: options.timeoutMs ?? 35_000,
  });
  const live = createLive({ endpoint: endpoint.href.replace(/^http/, 'ws'), credential, webSocket: options.webSocket });
  return {
    ...createMethods(execute),
    execute,
    watchDeployments: (variables, watch) =>
      live.watch(DeploymentStatusChangedDocument, variables, (data) => data.deploymentStatusChanged, watch),
    watchDriftAlerts: (variables, watch) => live.watch(DriftAlertChangedDocument, variables, (data) => data.driftAlertChanged, watch),
    watchLog: (variables, watch) => live.watch(DeploymentLogDocument, variables, (data) => data.deploymentLog, watch),
    onConnection: live.onConnection,
    dispose: live.dispose,
  };
}

function endpointOf(base: string): URL {
  return new URL('graphql', base.endsWith('/') ? base : `${base}/`);
}
