import type { FetchNode } from '@apollo/query-planner';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Logger } from '#platform/database/logger';
import type { SubgraphLimits } from '../config';
import type { Call } from '../execution/call';
import { asAnswer, type SubgraphAnswer, type SubgraphError } from '../execution/subgraph-answer';
import { SubgraphFailure, type SubgraphTransport } from '../execution/transport';
import { EventQueue } from './event-queue';

/** The owner's stream of one subscription. */
export interface Upstream {
  /** @returns undefined after the last event @throws SubgraphFailure when the owner was lost */
  next(): Promise<SubgraphAnswer | undefined>;
  close(): void;
}

export interface UpstreamOptions {
  transport: SubgraphTransport;
  limits: SubgraphLimits;
  queuedEvents: number;
  log: Logger;
}

type Event = { answer: SubgraphAnswer } | { failure: SubgraphFailure };

const pingMs = 10_000;

/**
 * Subscribes at the owning subgraph on a connection of its own: it carries one viewer's context token, and it can be paused
 * without holding up anybody else.
 */
export function openUpstream(
  { transport, limits, queuedEvents, log }: UpstreamOptions,
  primary: FetchNode,
  variables: Record<string, unknown>,
  call: Call,
): Upstream {
  const subgraph = primary.serviceName;
  let socket: WebSocket | undefined;
  let pongTimer: NodeJS.Timeout | undefined;
  let paused = false;
  const queue = new EventQueue<Event>(queuedEvents, {
    pause() {
      paused = true;
      socket?.pause();
    },
    resume() {
      paused = false;
      socket?.resume();
    },
  });
  class SubgraphSocket extends WebSocket {
    constructor(url: string, protocols: string) {
      super(url, protocols, { maxPayload: limits.answerBytes, handshakeTimeout: limits.connectTimeoutMs, perMessageDeflate: false });
    }
  }
  const client = createClient({
    url: transport.urlOf(subgraph, '/graphql').href.replace(/^http/, 'ws'),
    webSocketImpl: SubgraphSocket,
    connectionParams: () => ({ authorization: `Bearer ${call.contextToken(subgraph)}` }),
    connectionAckWaitTimeout: limits.timeoutMs,
    retryAttempts: 0,
    keepAlive: pingMs,
    on: {
      connected: (opened) => (socket = opened as WebSocket),
      ping(received) {
        // A paused socket does not read its pong either.
        if (!received && !paused) pongTimer = setTimeout(() => socket?.terminate(), pingMs);
      },
      pong: () => clearTimeout(pongTimer),
      closed: () => clearTimeout(pongTimer),
    },
  });
  const fail = (cause: unknown): void => {
    log.warn({ subgraph, requestId: call.requestId, cause: describe(cause) }, 'the owner of a subscription was lost');
    queue.push({ failure: new SubgraphFailure('SUBGRAPH_UNAVAILABLE', subgraph, cause) });
    queue.end();
  };
  const release = client.subscribe(
    { query: primary.operation, operationName: primary.operationName, variables },
    {
      next(value) {
        const answer = asAnswer(value);
        if (answer) queue.push({ answer });
        else fail('not a GraphQL result');
      },
      error(cause) {
        if (!Array.isArray(cause)) return fail(cause);
        queue.push({ answer: { errors: cause as SubgraphError[] } });
        queue.end();
      },
      complete: () => queue.end(),
    },
  );
  return {
    async next() {
      const event = await queue.next();
      if (event && 'failure' in event) throw event.failure;
      return event?.answer;
    },
    close() {
      queue.discard();
      if (paused) socket?.resume();
      release();
      void client.dispose();
    },
  };
}

/** A close event or an error, without addresses. */
function describe(cause: unknown): unknown {
  if (typeof cause !== 'object' || cause === null) return cause;
  return 'code' in cause ? cause.code : cause instanceof Error ? cause.name : 'unknown';
}
