/** A bell for one sleeper: a ring while nobody sleeps is kept for the next who does. */
export interface WakeUp {
  wake(): void;
  /** Until woken, `ms` passed or the signal aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function createWakeUp(): WakeUp {
  let pending = false;
  let release: (() => void) | undefined;
  return {
    wake() {
      pending = true;
      release?.();
    },
    async wait(ms, signal) {
      if (!pending && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(() => release?.(), ms);
          release = () => {
            clearTimeout(timer);
            signal.removeEventListener('abort', onAbort);
            release = undefined;
            resolve();
          };
          const onAbort = () => release?.();
          signal.addEventListener('abort', onAbort, { once: true });
        });
      }
      pending = false;
    },
  };
}
