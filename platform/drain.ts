import type { Server, ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';

/**
 * Follows the requests of a server so that it can be closed without losing one. Call it before the server listens.
 *
 * @returns closes the server: what clients have sent by now is answered, each answer ends its connection, and after
 *   `graceMs` what is left is cut. Upgraded sockets are their owner's to close.
 */
export function drainable(server: Server): (graceMs: number) => Promise<void> {
  const open = new Set<ServerResponse>();
  let accepted = 0;
  let closing = false;
  let onAnswer = (): void => undefined;
  server.on('connection', () => (accepted += 1));
  server.prependListener('request', (_request, response: ServerResponse) => {
    open.add(response);
    if (closing) response.setHeader('connection', 'close');
    response.once('close', () => {
      open.delete(response);
      onAnswer();
    });
  });

  /** Node accepts one connection a turn, and closing the listener would reset those that still wait. */
  async function acceptWaiting(): Promise<void> {
    for (let before = -1; before !== accepted;) {
      before = accepted;
      await nextTurn();
      await nextTurn();
    }
  }

  async function allAnswered(): Promise<void> {
    while (open.size > 0) await new Promise<void>((resolve) => (onAnswer = resolve));
  }

  /** What is half sent when all else is answered has a moment to become a request. */
  async function settled(closed: Promise<void>): Promise<void> {
    await allAnswered();
    server.closeIdleConnections();
    await within(begunGraceMs, closed);
    await allAnswered();
  }

  return async (graceMs) => {
    await acceptWaiting();
    closing = true;
    for (const response of open) if (!response.headersSent) response.setHeader('connection', 'close');
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await within(graceMs, settled(closed));
    server.closeAllConnections();
    await closed;
  };
}

const begunGraceMs = 2_000;

/** Waits for the work, but not longer than this. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  const done = new AbortController();
  await Promise.race([work, pause(ms, undefined, { signal: done.signal }).catch(() => undefined)]);
  done.abort();
}
