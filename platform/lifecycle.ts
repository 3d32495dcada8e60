import type { Logger } from './database/logger';

/** Something that runs until it is stopped; stopping twice is harmless. */
export interface Running {
  stop(): Promise<void>;
}

/** Stops in the reverse order of starting, each within what is left of the time. */
export function stopAll(parts: Running[]): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return () =>
    (stopping ??= (async () => {
      for (const part of [...parts].reverse()) await part.stop();
    })());
}

/**
 * Ends the process on SIGTERM or SIGINT after `stop` has drained it; a second signal, or `graceMs`, ends it at once.
 *
 * @returns resolves with the exit code once stopped (the caller exits)
 */
export function untilSignalled(stop: () => Promise<void>, log: Logger, graceMs = 9_000): Promise<number> {
  return new Promise((resolve) => {
    let signalled = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (signalled) return resolve(130);
      signalled = true;
      log.info({ signal }, 'stopping');
      const timer = setTimeout(() => {
        log.error({ graceMs }, 'did not stop in time');
        resolve(1);
      }, graceMs);
      stop().then(
        () => {
          clearTimeout(timer);
          resolve(0);
        },
        (err: unknown) => {
          log.error({ err }, 'failed to stop cleanly');
          resolve(1);
        },
      );
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  });
}
