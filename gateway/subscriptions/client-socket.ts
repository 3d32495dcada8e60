import type { WebSocket } from 'ws';
import type { SocketLimits } from '../config';

/** Close codes beside those of the protocol. */
export const closeCodes = { goingAway: 1001, tryAgainLater: 1013, forbidden: 4403, tooSlow: 4429, internal: 4500 } as const;

/**
 * The outgoing side of a client's socket. A message is taken only while little is unsent, so whoever awaits `send` is slowed
 * down to the client's pace; `onStall` is called when a client takes nothing for too long.
 */
export class ClientSocket {
  private unsent = 0;
  private waiting: (() => void)[] = [];
  private stallTimer: NodeJS.Timeout | undefined;
  private readonly pingTimer: NodeJS.Timeout;
  private alive = true;

  constructor(
    private readonly socket: WebSocket,
    private readonly limits: SocketLimits,
    private readonly onStall: () => void,
  ) {
    socket.on('pong', () => (this.alive = true));
    this.pingTimer = setInterval(() => this.ping(), limits.pingMs);
    socket.once('close', () => {
      clearInterval(this.pingTimer);
      clearTimeout(this.stallTimer);
      this.release();
    });
  }

  private get open(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  private ping(): void {
    if (!this.open) return;
    if (!this.alive) return this.socket.terminate();
    this.alive = false;
    this.socket.ping();
  }

  async send(message: string): Promise<void> {
    while (this.open && this.socket.bufferedAmount > this.limits.bufferedBytes)
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (!this.open) return;
    this.unsent += 1;
    this.stallTimer ??= this.startStallTimer();
    // A failed write is followed by the close event, which ends the operations.
    await new Promise<void>((resolve) => this.socket.send(message, () => resolve()));
    this.unsent -= 1;
    clearTimeout(this.stallTimer);
    this.stallTimer = this.unsent ? this.startStallTimer() : undefined;
    this.release();
  }

  private release(): void {
    const waiting = this.waiting;
    this.waiting = [];
    waiting.forEach((resume) => resume());
  }

  private startStallTimer(): NodeJS.Timeout {
    return setTimeout(this.onStall, this.limits.slowClientMs);
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    this.release();
  }
}
