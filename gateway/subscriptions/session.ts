import { GraphQLError } from 'graphql';
import type { Viewer } from '#domain/access/can';
import type { Caller, Credentials, Origin } from '../credentials';
import { refusal } from '../errors';
import { closeCodes } from './client-socket';
import type { EventStream } from './event-stream';

const codeOf = (fault: unknown): unknown => (fault instanceof GraphQLError ? fault.extensions['code'] : undefined);

/** Whether the viewer lost or changed something that a running stream may rest on; what was gained does not matter. */
function lostAccess(before: Viewer, after: Viewer): boolean {
  const now = new Set(after.memberships.map((one) => JSON.stringify(one)));
  return !before.memberships.every((one) => now.has(JSON.stringify(one)));
}

/** One client's connection: who it is, for how long, and what it listens to. */
export class SocketSession {
  readonly streams = new Set<EventStream>();
  private current: Caller | undefined;
  private authorization: string | undefined;
  private expiryTimer: NodeJS.Timeout | undefined;
  private recheckTimer: NodeJS.Timeout | undefined;

  constructor(
    readonly requestId: string,
    readonly origin: Origin,
    private readonly credentials: Credentials,
    private readonly recheckMs: number,
    private readonly close: (code: number, reason: string) => void,
  ) {}

  get caller(): Caller {
    if (!this.current) throw new Error('the connection is not acknowledged');
    return this.current;
  }

  /** @returns whether the credential holds; the connection is closed with 1013 when nobody can tell */
  async signIn(authorization: string | undefined): Promise<boolean> {
    try {
      const caller = await this.credentials.identify(authorization, this.origin, this.requestId);
      // A refreshed credential must stand for the same one that the streams were opened for.
      if (this.current && this.current.viewer.userId !== caller.viewer.userId) return false;
      this.authorization = authorization;
      this.accept(caller);
      return true;
    } catch (fault) {
      if (codeOf(fault) === 'UNAUTHENTICATED') return false;
      if (codeOf(fault) === undefined) throw fault;
      this.close(closeCodes.tryAgainLater, 'Try again later');
      return false;
    }
  }

  private accept(caller: Caller): void {
    this.current = caller;
    clearTimeout(this.expiryTimer);
    if (caller.expiresAt !== null)
      this.expiryTimer = setTimeout(() => this.close(closeCodes.forbidden, 'Token expired'), Math.max(0, caller.expiresAt - Date.now()));
    // Half the time between two looks and half for the age of an answer: a change shows within the whole.
    if (caller.viewer.kind !== 'anonymous') this.recheckTimer ??= setInterval(() => void this.recheck(), this.recheckMs / 2);
  }

  private async recheck(): Promise<void> {
    try {
      const caller = await this.credentials.identify(this.authorization, this.origin, this.requestId, this.recheckMs * 0.4);
      const isChanged = lostAccess(this.caller.viewer, caller.viewer);
      this.current = caller;
      if (isChanged) this.endStreams(refusal('ACCESS_CHANGED', 'What you may see has changed: subscribe again from the last cursor.'));
    } catch (fault) {
      if (codeOf(fault) === 'UNAUTHENTICATED') this.close(closeCodes.forbidden, 'Session ended');
      else if (codeOf(fault) !== 'SUBGRAPH_UNAVAILABLE' && codeOf(fault) !== 'SUBGRAPH_TIMEOUT')
        this.close(closeCodes.internal, 'Internal server error');
    }
  }

  endStreams(error: GraphQLError): void {
    for (const stream of this.streams) stream.endWith(error);
  }

  dispose(): void {
    clearTimeout(this.expiryTimer);
    clearInterval(this.recheckTimer);
  }
}
