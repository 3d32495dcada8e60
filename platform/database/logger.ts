/** What platform code needs of a log: structured fields first, then a sentence. A pino logger fits as it is. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Says nothing; for callers that have no log, e.g. tests. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

type Report = (fields: object, message: string) => void;

/**
 * At most one line per `intervalMs` passes; the next line that passes says how many were held back in `suppressed`.
 * An outage then costs a line a second, however many requests run into it.
 */
export function throttled(report: Report, intervalMs = 1_000, now: () => number = Date.now): Report {
  let nextAt = 0;
  let suppressed = 0;
  return (fields, message) => {
    const time = now();
    if (time < nextAt) {
      suppressed += 1;
      return;
    }
    nextAt = time + intervalMs;
    report(suppressed > 0 ? { ...fields, suppressed } : fields, message);
    suppressed = 0;
  };
}
