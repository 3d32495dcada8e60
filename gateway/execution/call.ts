import type { Viewer } from '#domain/access/can';
import { signContextToken } from '#platform/context-token';

/** One operation on its way through the subgraphs: for whom, under which id, and until when. */
export interface Call {
  readonly viewer: Viewer;
  readonly requestId: string;
  /** Fires at the operation's deadline, or when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Vouches for the viewer towards one subgraph; signed once per operation and subgraph. */
  contextToken(subgraph: string): string;
}

/** The reason of a signal that fired because the operation took too long. */
export class DeadlinePassed extends Error {}

const contextTokenSeconds = 30;

/** @param secret CONTEXT_TOKEN_SECRET */
export function createCall(secret: string, { viewer, requestId, signal }: Pick<Call, 'viewer' | 'requestId' | 'signal'>): Call {
  const tokens = new Map<string, string>();
  return {
    viewer,
    requestId,
    signal,
    contextToken(subgraph) {
      const known = tokens.get(subgraph);
      if (known) return known;
      const token = signContextToken({
        secret,
        issuer: 'gateway',
        audience: subgraph,
        viewer,
        requestId,
        lifetimeSeconds: contextTokenSeconds,
      });
      tokens.set(subgraph, token);
      return token;
    },
  };
}

/** A signal that fires after `milliseconds` with DeadlinePassed; `end` must be called when the work is over. */
export function startDeadline(milliseconds: number): { signal: AbortSignal; abort(reason: Error): void; end(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DeadlinePassed()), milliseconds);
  return { signal: controller.signal, abort: (reason) => controller.abort(reason), end: () => clearTimeout(timer) };
}
