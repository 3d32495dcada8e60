import { setTimeout as pause } from 'node:timers/promises';
import { type Dispatcher, Pool } from 'undici';
import type { Logger } from '#platform/database/logger';
import type { SubgraphLimits } from '../config';
import { faultCode } from '../fault-code';
import { DeadlinePassed } from './call';
import { CircuitBreaker, RetryBudget } from './circuit-breaker';
import { AnswerTooLarge, readText } from './response-text';

export interface SubgraphRequest {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Fires when nobody waits any more, or at the operation's deadline. */
  signal?: AbortSignal;
  /** May be sent twice without harm: queries, never mutations. */
  repeatable: boolean;
  /** Below the configured limit. */
  timeoutMs?: number;
}

export interface SubgraphResponse {
  status: number;
  contentType: string;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

export type FailureCode = 'SUBGRAPH_UNAVAILABLE' | 'SUBGRAPH_TIMEOUT' | 'QUERY_TIMEOUT';

const failureWords: Record<FailureCode, (subgraph: string) => string> = {
  SUBGRAPH_UNAVAILABLE: (subgraph) => `The ${subgraph} service cannot be reached. What was asked of it may or may not have happened.`,
  SUBGRAPH_TIMEOUT: (subgraph) => `The ${subgraph} service did not answer in time.`,
  QUERY_TIMEOUT: () => 'The operation took too long and was stopped.',
};

/** A subgraph gave no usable answer. The message is fit for callers; the cause is only for the log. */
export class SubgraphFailure extends Error {
  constructor(
    readonly code: FailureCode,
    readonly subgraph: string,
    cause?: unknown,
  ) {
    super(failureWords[code](subgraph), { cause });
  }
}

export interface SubgraphTransport {
  /** @throws SubgraphFailure when there is no whole answer in time */
  request(subgraph: string, request: SubgraphRequest): Promise<SubgraphResponse>;
  /** Where the subgraph is reached, e.g. for its WebSocket. */
  urlOf(subgraph: string, path: string): URL;
  stop(): Promise<void>;
}

class TimedOut extends Error {}

interface Peer {
  name: string;
  base: URL;
  pool: Pool;
  breaker: CircuitBreaker;
  retries: RetryBudget;
}

/** Connection faults before the first byte of an answer: the request may be tried again if it is repeatable. */
const unansweredCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
const isUnanswered = (fault: unknown): boolean => unansweredCodes.has(faultCode(fault));

/**
 * HTTP towards the subgraphs: a pool, time-outs, an answer cap, one careful retry and a breaker for each.
 *
 * @param subgraphs base URL by name
 */
export function createTransport(subgraphs: Readonly<Record<string, string>>, limits: SubgraphLimits, log: Logger): SubgraphTransport {
  const peers = new Map<string, Peer>();
  for (const [name, url] of Object.entries(subgraphs)) {
    const base = new URL(url);
    const pool = new Pool(base.origin, {
      connections: 128,
      connect: { timeout: limits.connectTimeoutMs },
      headersTimeout: limits.timeoutMs + 1_000,
      bodyTimeout: limits.timeoutMs + 1_000,
      allowH2: false,
    });
    peers.set(name, {
      name,
      base,
      pool,
      breaker: new CircuitBreaker(limits.breakerFailures, limits.breakerCooldownMs),
      retries: new RetryBudget(),
    });
  }

  function peerOf(name: string): Peer {
    const peer = peers.get(name);
    if (!peer) throw new Error(`no URL is configured for the subgraph ${name}`);
    return peer;
  }

  const pathOf = (peer: Peer, path: string): string => `${peer.base.pathname.replace(/\/$/, '')}${path}`;

  const send = (peer: Peer, { method, path, headers, body }: SubgraphRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> =>
    peer.pool.request({ method, path: pathOf(peer, path), headers, body, signal });

  /** Resolves once the head of an answer is there; only until then may a request be repeated. */
  async function sendTwice(peer: Peer, request: SubgraphRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    try {
      return await send(peer, request, signal);
    } catch (fault) {
      if (!request.repeatable || signal.aborted || !isUnanswered(fault) || !peer.retries.spend()) throw fault;
      await pause(10 + Math.random() * 40);
      return send(peer, request, signal);
    }
  }

  async function exchange(peer: Peer, request: SubgraphRequest, signal: AbortSignal): Promise<SubgraphResponse> {
    const { statusCode, headers, body } = await sendTwice(peer, request, signal);
    const text = await readText(body, headers['content-length'], limits.answerBytes);
    return { status: statusCode, contentType: String(headers['content-type'] ?? ''), headers, text };
  }

  function failureOf(peer: Peer, fault: unknown, outer: AbortSignal | undefined, signal: AbortSignal): SubgraphFailure {
    if (outer?.aborted) {
      peer.breaker.abandoned();
      return new SubgraphFailure(outer.reason instanceof DeadlinePassed ? 'QUERY_TIMEOUT' : 'SUBGRAPH_UNAVAILABLE', peer.name, fault);
    }
    peer.breaker.failedAt(performance.now());
    const timedOut = signal.reason instanceof TimedOut;
    log.warn(
      { subgraph: peer.name, err: fault, oversize: fault instanceof AnswerTooLarge },
      timedOut ? 'a subgraph did not answer in time' : 'a subgraph gave no usable answer',
    );
    return new SubgraphFailure(timedOut ? 'SUBGRAPH_TIMEOUT' : 'SUBGRAPH_UNAVAILABLE', peer.name, fault);
  }

  async function request(name: string, wanted: SubgraphRequest): Promise<SubgraphResponse> {
    const peer = peerOf(name);
    if (!peer.breaker.admits(performance.now())) throw new SubgraphFailure('SUBGRAPH_UNAVAILABLE', name, 'the circuit is open');
    peer.retries.earn();
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new TimedOut()), Math.min(wanted.timeoutMs ?? limits.timeoutMs, limits.timeoutMs));
    const onAbort = (): void => controller.abort(wanted.signal?.reason);
    if (wanted.signal?.aborted) onAbort();
    wanted.signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const response = await exchange(peer, wanted, controller.signal);
      peer.breaker.succeeded();
      return response;
    } catch (fault) {
      throw failureOf(peer, fault, wanted.signal, controller.signal);
    } finally {
      clearTimeout(timer);
      wanted.signal?.removeEventListener('abort', onAbort);
    }
  }

  return {
    request,
    urlOf(name, path) {
      const peer = peerOf(name);
      return new URL(pathOf(peer, path), peer.base);
    },
    async stop() {
      await Promise.all([...peers.values()].map((peer) => peer.pool.destroy()));
    },
  };
}
